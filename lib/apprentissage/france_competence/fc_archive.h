/*
 * The archives of France Compétences, row by row (france_competence.md 2).
 */
#ifndef FC_ARCHIVE_H
#define FC_ARCHIVE_H

#include "apprentissage/france_competence/fc_csv.h"
#include "base/day.h"
#include "base/err.h"
#include "suite/import.h"

/* The date of publication that an archive's file name stands for: midnight in
 * Paris. DAY_NULL if it is no such name, DAY_BAD if there is no such day. */
msec fc_archive_date(const char *name);

/* A valid row of a part: its columns, trimmed, NULL where empty; they hold
 * during the call. */
typedef void fc_row(
    void *ctx, const struct fc_part *part, const struct str *cell);

/* Calls row for every row of the archive, in its order. What is no archive of
 * the ten files ends the program, with a message that names path; rows that
 * are not valid go to import_refuse. */
void fc_archive_read(
    const char *path, struct import *im, fc_row *row, void *ctx);

#endif

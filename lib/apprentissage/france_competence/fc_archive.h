/*
 * The archives of France compétences, row by row (france_competence(5)
 * [france_competence 2]).
 */
#ifndef FC_ARCHIVE_H
#define FC_ARCHIVE_H

#include "apprentissage/france_competence/fc_csv.h"
#include "base/day.h"
#include "base/err.h"
#include "suite/import.h"

/* Returns the date of publication in the file name of an archive, midnight in
 * Paris; DAY_NULL if it is not such a name, DAY_BAD if there is no such day. */
msec fc_archive_date(const char *name);

/* Receives a valid row of a part: its columns, trimmed, NULL if empty. They are
 * valid during the call. */
typedef void fc_row(
    void *ctx, const struct fc_part *part, const struct str *cell);

/* Calls row for every row of the archive, in order. A file that is not an
 * archive of the ten files ends the program with a message that names path.
 * Invalid rows go to import_refuse. */
void fc_archive_read(
    const char *path, struct import *im, fc_row *row, void *ctx);

#endif

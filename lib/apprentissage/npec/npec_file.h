/*
 * The rows that a database of NPEC has of each published file, so that an
 * unchanged file is not read again: table npec_file.
 */
#ifndef NPEC_FILE_H
#define NPEC_FILE_H

#include "base/day.h"
#include "crypto/sha256.h"
#include "store/table.h"

enum { NPEC_RAW, NPEC_NORMALIZED, NPEC_TABLES };

extern const struct table *const npec_tables[NPEC_TABLES];

struct npec_file {
	char *filename;
	char date_file[DAY_TEXT_MAX];
	char sha256[SHA256_TEXT_MAX]; /* "": unknown */
	/* The file's rows in each table: how many, the first and the last. */
	int64_t n[NPEC_TABLES], first[NPEC_TABLES], last[NPEC_TABLES];
};

struct npec_files {
	struct npec_file *v; /* in the order of their rows */
	size_t n, cap;
};

/* Reads the files of d, which may be NULL. A database made by load-table has no
 * SHA-256 of them. */
void npec_files_read(struct npec_files *f, struct db *d);
/* NULL if there is no such file. */
const struct npec_file *npec_files_find(
    const struct npec_files *f, const char *filename);
void npec_files_free(struct npec_files *f);

/* Copies the rows of a file of d into the tables to[], and counts them there.
 */
void npec_file_copy(struct db *d, const struct npec_file *f,
    struct table_writer to[NPEC_TABLES]);

/* Adds f to table npec_file. */
void npec_file_add(struct table_writer *w, const struct npec_file *f);

#endif

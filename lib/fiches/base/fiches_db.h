/*
 * fiches.db: the fiches métiers, the log of what was done to them, and the runs
 * that bring them up to date; see tables(5) [fiches 2]. It is a state database:
 * see store/state.h.
 */
#ifndef FICHES_DB_H
#define FICHES_DB_H

#include "base/day.h"
#include "fiches/fiche/fiche.h"
#include "store/state.h"

extern const struct table table_fiches_metiers, table_audit_log,
    table_mise_a_jour, table_mise_a_jour_fiche, table_appel_claude;

/* All of them, ended by NULL. */
extern const struct table *const tables_fiches[];

/* Makes the tables, columns and indexes that d lacks. Other tables and columns
 * stay as they are. */
void fiches_make(struct db *d);

/* Opens DIR/fiches.db; db_close ends it. dry: a copy in memory, which may be
 * changed without changing the file. Dies if there is no such file, unless use
 * is STATE_BEGIN. */
struct db *fiches_open(const char *dir, enum state_use use, bool dry);

/* The time zone of the times in the database and in the log; the option -z. */
struct fiche_zone {
	bool is_utc; /* otherwise Europe/Paris */
};

#define FICHE_ZONE_OPTION                                                      \
	{                                                                      \
		'z', "zone", "ZONE", "UTC or Europe/Paris (default)"           \
	}

/* Takes the argument of -z, or ends with EXIT_USE. */
void fiche_zone_option(struct fiche_zone *z, const char *arg);

#define FICHE_TIME_MAX 40

/* "YYYY-MM-DD HH:MM:SS.mmm000", the time of t in the zone; returns text. */
const char *fiche_time(struct fiche_zone z, msec t, char text[FICHE_TIME_MAX]);

/* Returns the instant of a text in the form of fiche_time; DAY_BAD if the text
 * has another form. */
msec fiche_time_read(struct fiche_zone z, struct str text);

/* ---- fiches_row.c: rows of fiches_metiers ---- */

/* Prepares SELECT of all columns of fiches_metiers, null for those that an
 * older file lacks; rest: what follows FROM fiches_metiers. */
sqlite3_stmt *fiches_select(struct db *d, const char *rest);

/* Takes the row that s, made by fiches_select, stands on. row keeps its text,
 * which f borrows. */
void fiches_row(struct fiche *f, sqlite3_stmt *s, struct buf *row);

/* Binds columns of f to s, from position 1 on; s must be stepped before the
 * next call. */
void fiches_bind(struct db *d, sqlite3_stmt *s, const struct fiche *f,
    const enum fiche_column *columns, size_t n);

/* ---- audit_log ---- */

/* A row to be added to audit_log; a text with .p NULL is null. */
struct audit {
	const char *event, *agent; /* type_evenement, agent */
	struct str code, description, before, after;
};

/* Adds the row, with that timestamp. */
void fiches_audit(struct db *d, const char *time, const struct audit *a);

#endif

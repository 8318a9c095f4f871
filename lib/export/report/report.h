/*
 * The report on a data directory: figures for a manager, as one HTML page or as
 * JSON. See report-data(1).
 *
 * The figures are read first, each kind by its module; then the sections print
 * them, in the order of report_sections. Whatever the size of the data, the
 * page stays below 250 KB: lists are cut, and say so.
 */
#ifndef REPORT_H
#define REPORT_H

#include "base/buf.h"
#include "base/day.h"
#include "export/report/changes.h"
#include "export/report/places.h"
#include "export/report/runs.h"
#include "findings/findings.h"

/* Databases of which the page shows a line. */
#define REPORT_BASES 40

struct report {
	const char *datadir;
	const char *findings_file; /* of check-data; NULL: none */
	const char *changes_file;  /* of diff-table -s; NULL: none */
	msec now;
	int64_t today; /* the day of Paris: see french.h */

	int64_t organismes;     /* présents; -1: no database */
	int64_t certifications; /* in force now; -1: no database */
	struct places places;
	struct changes changes;
	struct findings findings;
	struct runs runs;
	char **bases; /* the databases, ending with NULL */
	size_t n_bases;
};

struct report_section {
	const char *id, *title; /* "fraicheur", "Fraîcheur" */
	/* Appends what comes after the <h2>. */
	void (*put)(struct buf *b, const struct report *r);
	/* Appends members to the section's JSON object. */
	void (*put_json)(struct buf *b, const struct report *r);
};

/* In their order; ends with a zeroed one. */
extern const struct report_section report_sections[];

/* The sections, each in its file. */
void brief_put(struct buf *b, const struct report *r);
void brief_put_json(struct buf *b, const struct report *r);
void freshness_put(struct buf *b, const struct report *r);
void freshness_put_json(struct buf *b, const struct report *r);
void strips_put(struct buf *b, const struct report *r);
void strips_put_json(struct buf *b, const struct report *r);
void history_put(struct buf *b, const struct report *r);
void history_put_json(struct buf *b, const struct report *r);
void quality_put(struct buf *b, const struct report *r);
void quality_put_json(struct buf *b, const struct report *r);
void map_put(struct buf *b, const struct report *r);
void map_put_json(struct buf *b, const struct report *r);
void sources_put(struct buf *b, const struct report *r);
void sources_put_json(struct buf *b, const struct report *r);

/* Reads the figures; datadir and the files are given. Ends the program, naming
 * file, record and field, if something cannot be read. */
void report_read(struct report *r);
void report_free(struct report *r);

/* Appends the whole page. */
void report_put(struct buf *b, const struct report *r);
/* Appends a line of JSON per section. */
void report_put_json(struct buf *b, const struct report *r);

/* The states of the databases, in words. */
enum report_state {
	REPORT_FRESH,
	REPORT_BUILDING,
	REPORT_STALE,
	REPORT_FAILED,
	REPORT_ABSENT, /* it was built once */
	REPORT_NEVER,  /* nobody tried to build it */
	REPORT_STATES
};
struct base_status;
enum report_state report_state_of(const struct base_status *s);

#endif

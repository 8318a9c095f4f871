/*
 * An update of fiches métiers: a run of update-fiches(1) [fiches 4.5].
 *
 *	update_begin	finds the fiches, and writes the rows of the run
 *	update_lots	updates the fiches, one lot after the other
 *	update_end	writes the last rows and log lines of the run
 *
 * Every answer is stored as soon as it is there. If the run is killed, the next
 * run takes it up and uses the stored answers.
 */
#ifndef UPDATE_H
#define UPDATE_H

#include "fiches/base/fiche_log.h"
#include "fiches/base/fiches_db.h"
#include "fiches/claude/claude.h"
#include "fiches/fiche/prompt.h"
#include "suite/ops.h"

/* A loss of power may undo the latest saves: the next run repeats them from the
 * answers, which update_keep_call writes through to the disk. */
#define UPDATE_SYNC "PRAGMA synchronous=NORMAL"

#define UPDATE_ESTIMATE 0.08 /* USD for a fiche, and for a request */

struct update {
	/* Set by the caller. */
	bool all; /* --all; otherwise codes are given */
	bool api; /* ask Claude; otherwise simulate */
	bool compat;
	unsigned jobs, batch;
	double pause;               /* s after a lot */
	const char *max_cost_text;  /* as given; NULL: no limit */
	double max_cost;            /* USD */
	double price_in, price_out; /* USD for a million tokens */
	long limit;                 /* fiches of --all; -1: no limit */
	struct fiche_zone zone;
	struct prompts prompts;
	struct claude claude; /* open if api */
	struct fiche_log log;
	struct ops ops;
	struct db *d;

	/* The run. */
	int64_t id; /* of mise_a_jour */
	msec began;
	bool resumed;
	char **codes; /* the fiches still to be updated */
	size_t n, cap;
	double spent;       /* USD so far */
	unsigned under_way; /* requests */
	struct buf stop;    /* why the run stops; empty: it goes on */
	struct buf message; /* the same for standard error */
	int stop_code;      /* and its exit code then */
};

/* What a run did; if it was taken up, since its beginning. */
struct update_counts {
	int64_t fiches, updated, failed, requests, retries;
	int64_t input_tokens, output_tokens;
	double cost;
};

/* ---- update_run.c ---- */

/* Finds the fiches of codes (NULL-terminated; NULL with all) that are to be
 * updated. Reports unknown codes, leaves them out, and returns false if there
 * are any. begin: writes the rows of a new run, or takes up the run that was
 * interrupted this month. Without begin nothing is written. */
bool update_begin(struct update *u, char **codes, bool begin);

/* Ends the run: its last row of the log, and the time. */
void update_end(struct update *u);

/* Counts what the run did. If the run has no rows, all but fiches is 0. */
struct update_counts update_count(struct update *u);

/* ---- update_calls.c ---- */

/* Writes the row of a finished request, with the text of its answer; kind is
 * "contenu" or "completion". */
void update_keep_call(struct update *u, const char *code, const char *kind,
    const struct claude_call *c);

/* Appends the text of an answer that an interrupted run has stored, and sets
 * *cut if the answer was cut at max_tokens. False if no answer is stored. */
bool update_kept_text(struct update *u, const char *code, const char *kind,
    struct buf *text, bool *cut);

/* Sets the outcome of a fiche, within the caller's transaction: "enrichie", or
 * "erreur" with the error. Removes the stored answers of the fiche. */
void update_set(
    struct update *u, const char *code, const char *statut, struct str error);

/* True if a request may begin within the limit of cost. Otherwise the run
 * stops. */
bool update_may_ask(struct update *u);

static inline bool
update_stopped(const struct update *u)
{
	return u->stop.n;
}

/* The current time, for rows. */
const char *update_time(const struct update *u, char text[FICHE_TIME_MAX]);

void update_free(struct update *u);

/* ---- update_lots.c ---- */

/* Updates the fiches, a lot after the other, until all are done or the run
 * stops. */
void update_lots(struct update *u);

/* ---- update_fiche.c ---- */

/* The update of one fiche. */
struct update_job {
	struct update *u;
	char *code;
	void (*done)(struct update_job *j); /* called at the end */

	enum { JOB_LEFT, JOB_UPDATED, JOB_FAILED } state;
	struct buf name;  /* nom_masculin */
	struct buf error; /* JOB_FAILED: why */

	struct fiche old, new;
	struct buf row, request, content;
	bool completes; /* the second request is under way */
	struct claude_call call;
};

/* Updates the fiche j->code; calls j->done when it is saved, failed, or left
 * because the run stops: at once or from http_run. */
void update_job(struct update_job *j);

void update_job_free(struct update_job *j);

#endif

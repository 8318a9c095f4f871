/*
 * An update of fiches métiers: a run of update-fiches [fiches 4.5].
 *
 *	update_begin	which fiches are to be updated, and the run's rows
 *	update_lots	updates them, a lot after the other
 *	update_end	the run's last rows and log lines
 *
 * Every answer that was paid for is stored at once and used by the run that
 * goes on where this one was killed.
 */
#ifndef UPDATE_H
#define UPDATE_H

#include "fiches/base/fiche_log.h"
#include "fiches/base/fiches_db.h"
#include "fiches/claude/claude.h"
#include "fiches/fiche/prompt.h"
#include "suite/ops.h"

/* What a loss of power undoes is done again, from the answers, which alone are
 * written through to the disk. */
#define UPDATE_SYNC "PRAGMA synchronous=NORMAL"

#define UPDATE_ESTIMATE 0.08 /* USD for a fiche, and for a request */

struct update {
	/* What is asked for; the caller's. */
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
	char **codes; /* the fiches that are left to be done */
	size_t n, cap;
	double spent;       /* USD so far */
	unsigned under_way; /* requests */
	struct buf stop;    /* why the run stops; empty: it goes on */
	int stop_code;      /* and its exit code then */
};

/* What a run did, those that it took up included. */
struct update_counts {
	int64_t fiches, updated, failed, requests, retries;
	int64_t input_tokens, output_tokens;
	double cost;
};

/* ---- update_run.c ---- */

/* Finds the fiches of codes (NULL-terminated; NULL with all) that are to be
 * updated. False if a code is unknown: it is told and left out. Nothing is
 * written, unless begin: then the run gets its rows, or one that was
 * interrupted this month is taken up. */
bool update_begin(struct update *u, char **codes, bool begin);

/* Ends the run: its last row of the log, and the time. */
void update_end(struct update *u);

/* All zeros but fiches if the run has no rows. */
struct update_counts update_count(struct update *u);

/* ---- update_calls.c ---- */

/* Keeps what came of a request of a fiche; kind is "contenu" or
 * "completion". */
void update_keep_call(struct update *u, const char *code, const char *kind,
    const struct claude_call *c);

/* Appends the text of an answer that an interrupted run kept, and says whether
 * it was cut at max_tokens. False if there is none. */
bool update_kept_text(struct update *u, const char *code, const char *kind,
    struct buf *text, bool *cut);

/* Sets how a fiche ended in the run, within a transaction: "enrichie", or
 * "erreur" with the error. Its answers need not be kept any more. */
void update_set(
    struct update *u, const char *code, const char *statut, struct str error);

/* May a request begin within the limit of cost? Otherwise the run stops. */
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

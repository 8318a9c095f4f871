/*
 * The frame of a stage, the same for the five modules: it reads the message,
 * takes the stage's lock, keeps the execution, goes through the ouvrages one
 * transaction each, sends the next message and prints the outcome. A module
 * adds what is done with one ouvrage.
 */
#ifndef STAGE_H
#define STAGE_H

#include "base/opt.h"
#include "traitement/base/anomalie.h"
#include "traitement/stage/message.h"

struct ouvrage {
	char *id, *id_sercel;
	struct js params; /* an object */
	bool renforcee;   /* under reinforced surveillance */
	msec depuis;      /* DAY_NULL: nothing was ever received */
	struct buf text;  /* holds params */
};

enum ouvrage_statut {
	OUVRAGE_OK,
	OUVRAGE_SANS_OBJET, /* there is nothing to do */
	OUVRAGE_ECHEC,
};

/* What a stage made of one ouvrage. */
struct bilan {
	enum ouvrage_statut statut;
	int64_t entrees, sorties;
	const char *erreur; /* NULL: none; a constant */
};

struct run {
	const char *dir;
	struct db *d;
	enum etape etape;
	bool no_queue;
	struct message m;
	struct traitement t;
	int64_t execution, tentative;
	int64_t previous;   /* the current execution of the stage before */
	int64_t autres;     /* outputs that belong to no ouvrage */
	struct anomalies a; /* of the ouvrage at hand */
	bool retry;         /* recuperation: a failure is that of the service */
};

struct stage {
	enum etape etape;
	const char *what;       /* one line for -h */
	const struct opt *opts; /* all of the tool's */
	void (*option)(int c);  /* those that are not the frame's; or NULL */
	void (*begin)(struct run *r);
	/* What has to be done before the transaction of an ouvrage; or NULL. */
	void (*prepare)(struct run *r, const struct ouvrage *o);
	/* The ouvrage, within its transaction, which the frame commits. */
	void (*ouvrage)(
	    struct run *r, const struct ouvrage *o, struct bilan *b);
	/* An ouvrage that an earlier stage of this traitement has given up, in
	 * a transaction of its own and in its place among the others; or NULL:
	 * these are not looked at. */
	void (*given_up)(struct run *r, const char *ouvrage);
	/* After all ouvrages, in the transaction that ends the execution. */
	void (*end)(struct run *r);
};

enum { STAGE_NO_QUEUE = 256 };

#define STAGE_OPTIONS                                                          \
	{ OPT_NEEDED | 'd', "databases", "DIR", "where traitement.db is" },    \
	{                                                                      \
		STAGE_NO_QUEUE, "no-queue", NULL,                              \
		    "print the next message, do not send it"                   \
	}

#define EXIT_NEVER 65 /* the message can never succeed */

/* The whole tool; its exit code. */
int stage_main(int argc, char **argv, const struct stage *s);

/* Ends the stage as a whole: the execution is ECHEC for that reason, and the
 * program exits with code. Rolls a transaction back that is open. */
_Noreturn void stage_fail(struct run *r, int code, const char *reason);

/* Reads the ouvrage of that id; false if there is none. ouvrage_free frees. */
bool ouvrage_read(struct db *d, const char *id, struct ouvrage *o);
void ouvrage_free(struct ouvrage *o);

/* A parameter of the ouvrage, or otherwise. */
double ouvrage_number(
    const struct ouvrage *o, const char *name, double otherwise);

#endif

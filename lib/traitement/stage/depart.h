/*
 * Starting a traitement: the same for start-traitement(1) and
 * serve-traitement(1).
 */
#ifndef DEPART_H
#define DEPART_H

#include "traitement/stage/message.h"

struct depart {
	const char *dir;
	struct db *d;
	char date[DATE_REFERENCE_MAX]; /* YYYY-MM-DD, a real day */
	const char *const *ouvrages;   /* ids, in any order; NULL last */
	bool force, no_queue, dry;
	const char *origine;

	/* What became of it. */
	struct traitement t; /* the new one, or the one that exists */
	struct buf insert;   /* the set of the insert line */
	struct buf next;     /* the message to send; empty if there is none */
	const char *unknown; /* DEPART_OUVRAGE: which */
};

enum depart_result {
	DEPART_NEW,
	DEPART_EXISTS,
	DEPART_BUSY,    /* t is under way */
	DEPART_OUVRAGE, /* an unknown or inactive ouvrage */
};

/* Starts a traitement, or tells why not. The transaction is over when it
 * returns; dry: nothing was changed. The message is not sent yet. */
enum depart_result depart_run(struct depart *p);

/* Treats a traitement of which no job is left to run, although the queue holds
 * jobs of it, as one that failed for good. */
void depart_settle(const char *dir, struct db *d, const char *id);

#endif

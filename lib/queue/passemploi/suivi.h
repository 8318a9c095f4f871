/*
 * SuiviJob: what a handler says of its run, in the last line of its output.
 */
#ifndef SUIVI_H
#define SUIVI_H

#include "queue/job/job.h"

struct suivi {
	struct str type; /* jobType */
	bool succes;
	int64_t errors;      /* nbErreurs */
	struct str date;     /* dateExecution, as text */
	int64_t duration;    /* tempsExecution, ms */
	struct str resultat; /* JSON */
	struct buf text;     /* the SuiviJob as JSON */
	struct buf names;    /* texts that had escapes */
};

/* Makes a SuiviJob of the last line, if it is one, or if it is an object with
 * counts and ended says that the handler ended with 0. type is the job's, start
 * and end when it ran. Returns false if there is none. Texts borrow from line
 * and s->text. */
bool suivi_read(struct suivi *s, struct js line, bool ended, struct str type,
    msec start, msec end);
void suivi_free(struct suivi *s);

/* True if reports of that type of job are kept in suivi_job. */
bool suivi_is_kept(struct str type);
/* True if a report of that type is worth a message although it succeeded. */
bool suivi_is_notified(struct str type);

#endif

/*
 * The log of updates, for people: "YYYY-MM-DD HH:MM:SS - LEVEL - message", a
 * line at a time, appended to a file.
 */
#ifndef FICHE_LOG_H
#define FICHE_LOG_H

#include "fiches/base/fiches_db.h"

struct fiche_log {
	int fd; /* -1: no log */
	struct fiche_zone zone;
};

/* Opens path, whose directories are made; NULL: no log. Dies if it cannot. */
void fiche_log_open(
    struct fiche_log *l, const char *path, struct fiche_zone zone);

/* level: INFO, WARNING or ERROR. The message is made one line. */
void fiche_log(struct fiche_log *l, const char *level, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

void fiche_log_close(struct fiche_log *l);

#endif

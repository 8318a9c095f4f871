/*
 * Sercel's web services. Their real form is unknown: what can be said of it is
 * in a configuration file (pipelines/sercel.conf), with $SERCEL_URL over base.
 * The secrets are those of secret.h: SERCEL_TOKEN, or SERCEL_USER and
 * SERCEL_PASSWORD.
 */
#ifndef SERCEL_H
#define SERCEL_H

#include "base/day.h"
#include "json/js.h"

enum sercel_result {
	SERCEL_OK,
	SERCEL_UNKNOWN, /* 404 */
	SERCEL_REFUSED, /* 401, 403: credentials */
	SERCEL_AWAY,    /* no answer, 429 or 5xx, after all retries */
	SERCEL_BAD,     /* any other status, or an answer that is too long */
};

struct sercel_answer {
	char *url;
	long status;        /* 0: a file */
	char *content_type; /* NULL: none */
	struct buf body;
};

struct sercel_lot {
	char *id;
	msec debut, fin; /* debut: DAY_NULL: unknown */
};

struct sercel_lots {
	struct sercel_lot *v; /* by (fin, id) */
	size_t n, cap;
};

/* Reads the configuration; path NULL: the default one. Dies if it is wrong. */
void sercel_open(const char *path);
void sercel_close(void);

/* Asks which lots an ouvrage has that end after depuis. The caller frees the
 * answer. */
enum sercel_result sercel_disponibilite(
    const char *id_sercel, msec depuis, struct sercel_answer *a);

/* Asks for a lot. */
enum sercel_result sercel_lot(
    const char *id_sercel, const char *id_lot, struct sercel_answer *a);

/* The lots that an answer announces; false if it has another form. */
bool sercel_lots_read(struct sercel_lots *lots, struct str body);

void sercel_answer_free(struct sercel_answer *a);
void sercel_lots_free(struct sercel_lots *lots);

#endif

/*
 * The parts of serve-upstream: sockets and HTTP/1.1, the sources' protocols,
 * faults. HTTP is written by hand here, because faults on the wire (resets,
 * bodies that end too soon) need the raw socket.
 *
 * Each connection has its own process; struct state is shared by all. A
 * function that cannot go on ends its process, and so its connection.
 */
#ifndef SERVE_H
#define SERVE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"

#define SOURCES_MAX 32

/* ---- state.c: what all connections share ---- */

#define SESSIONS 16 /* logins to ACCE, and extractions, that are kept */

struct state {
	pthread_mutex_t lock;
	uint64_t n, k[SOURCES_MAX]; /* requests so far: all; of each source */
	uint64_t random;            /* --random: number of faults left */
	uint64_t sessions;          /* logins so far */
	char session[SESSIONS][33];
	uint64_t extractions; /* so far */
	uint64_t extraction[SESSIONS];
	unsigned polls[SESSIONS]; /* of each extraction, so far */
};

extern struct state *state;

void serve_open(void);
void state_lock(void);
void state_unlock(void);

/* Returns the secret that clients must send: $variable, or by_default. */
const char *secret_of(const char *variable, const char *by_default);

/* ---- http.c: requests ---- */

#define HEADERS_MAX 64

/* A request. The strings point into head and are not decoded, except path. */
struct request {
	struct buf head, body, path_text;
	const char *method, *target;
	const char *path;  /* percent-decoded, without the query */
	const char *query; /* "" for none */
	struct {
		const char *name, *value;
	} header[HEADERS_MAX];
	unsigned headers;
	bool close; /* the last request of the connection */
	const struct source *source;
	uint64_t n, k; /* number among all, and within its source, from 1 */
};

/* A connection; ahead holds the bytes received after the last request. */
struct peer {
	int fd;
	struct buf ahead;
};

/* Reads the next request; false at the end of the connection. Answers 400 to an
 * invalid request, which ends the connection too. */
bool request_read(struct peer *p, struct request *r);
void request_free(struct request *r);

/* Returns the value of a header field, whatever its case, or NULL. */
const char *request_header(const struct request *r, const char *name);
/* Appends the decoded value of a field of a query, or of a form in the body;
 * '+' is a blank. False if there is no such field. */
bool query_field(const char *query, const char *name, struct buf *value);

/* Appends s[0..n) with %XX decoded. False if a % stands alone, or for %00. */
bool percent_decode(const char *s, size_t n, bool plus, struct buf *b);
/* Appends s, in which all bytes but letters, digits and -_.~/ become %XX. */
void percent_encode(const char *s, struct buf *b);

/* ---- answer.c, file.c: what is answered ---- */

struct answer {
	int status;
	const char *type;        /* media type; NULL: no Content-Type */
	struct str body;         /* in own, or in the mapped file */
	struct buf own, headers; /* more header lines, each with CRLF */
	void *map;
	size_t mapped;
	bool file;   /* body is a file: with date, ranges and length */
	bool events; /* Server-Sent Events: two of them at a time, no gzip */
	char etag[80], modified[40]; /* "" for none */
};

/* Answers 200 with own as the body. */
void answer_own(struct answer *a, const char *type);
/* Answers an error with one line of plain text. */
void answer_error(struct answer *a, int status, const char *why);
void answer_html(struct answer *a, int status, const char *html);
/* Answers an error as API Entreprise does: {"errors":[{"title":title}]}. */
void answer_json_error(struct answer *a, int status, const char *title);
/* Answers 302 to path, encoded, of this server. */
void answer_redirect(struct answer *a, const char *path);
void answer_header(struct answer *a, const char *name, const char *value);
void answer_free(struct answer *a);

extern const char *serve_dir; /* DIR */
extern char serve_origin[64]; /* http://127.0.0.1:PORT */

/* Maps DIR/NAME read-only to a->map; false: there is no such file. A file that
 * is shortened in place meanwhile breaks the connection. */
bool file_map(struct answer *a, const char *name);
/* Answers with DIR/NAME; 404 if there is no such file or NAME leaves DIR. */
void answer_file(struct answer *a, const char *name, const char *type);
/* Returns the media type for the name of a file. */
const char *type_of(const char *name);
/* Returns 64 bits that change with the body; not a cryptographic digest. */
uint64_t body_sum(struct str body);
/* Writes an HTTP date of the year 2025, a function of sum. */
void http_date_of(uint64_t sum, char text[40]);
/* Returns the next line of a mapped NDJSON file, skipping empty ones. */
bool next_line(struct str *rest, struct str *line);
/* Like line_next, but only lines that contain text. */
bool line_with(struct str *rest, struct str text, struct str *line);

/* ---- wire.c: bytes to a socket ---- */

struct wire {
	int fd;
	bool gzip, chunked; /* how the body is sent; gzip implies chunked */
	long rate;          /* bytes of the body per second; 0: no limit */
	uint64_t bytes;     /* of the body, sent so far */
	bool broken;        /* the peer has gone */
};

/* Sends bytes unchanged. */
void wire_raw(struct wire *w, const void *p, size_t n);
/* Sends a whole body, with the end of its chunks. */
void wire_body(struct wire *w, struct str body);
/* Like wire_body, for Server-Sent Events, two of them at a time. */
void wire_events(struct wire *w, struct str body);
void wait_ms(long ms);
/* Closes so that the peer sees a reset. */
void peer_reset(struct peer *p);

/* ---- send.c: answers on the wire ---- */

struct fault;

/* Sends a as r asks for it (conditions, ranges, gzip, HEAD) and as f spoils it.
 * Sets a->status to the status sent and adds the body's bytes to *bytes. False:
 * the connection must be closed. */
bool answer_send(struct peer *p, const struct request *r, struct answer *a,
    const struct fault *f, uint64_t *bytes);

/* ---- connection.c: requests one after the other ---- */

struct serving {
	const char *faults; /* the file of rules, or NULL */
	int log;            /* descriptor, or -1 */
};

/* Serves a connection to its end, and closes it. */
void serve_connection(const struct serving *s, int fd);

/* ---- iws.c: the call that starts the nightly processing ---- */

/* Starts a process that posts to url/traitements now and at every SIGHUP that
 * it gets, until server ends; log is a descriptor or -1. Returns its id. */
pid_t iws_start(const char *url, int log, pid_t server);

/* ---- fault.c: which request fails, and how ---- */

enum fault_kind {
	F_NONE,
	F_LATENCY,
	F_REFUSE,
	F_RESET,
	F_TRUNCATE,
	F_CUT,
	F_429,
	F_500,
	F_503,
	F_404,
	F_401,
	F_HTML,
	F_CHARSET,
	F_COLUMN,
	F_EMPTY,
	F_DRIP,
	F_SESSION,
	F_ETAG,
	F_GONE,
	F_529, /* this and the next: of Claude's Messages API */
	F_OVERLOADED,
	FAULTS,
};

struct fault {
	enum fault_kind kind;
	long arg;     /* ms, s or bytes per second; -1: none given */
	long latency; /* ms to wait first; added to another fault */
};

extern const char *const fault_names[FAULTS];

/* Adds a rule SOURCE:K:WHAT[=ARG]; returns -1 and e if it is invalid. */
struct err;
int fault_rule(const char *text, struct err *e);
/* Reads the rules of a file as well, whenever it has changed. */
void fault_file(const char *path);
/* Adds n random faults, in requests to which no rule applies. */
void fault_random(uint64_t seed, uint64_t n);
/* Returns the fault of a request whose numbers are set. */
struct fault fault_of(const struct request *r);

/* ---- spoil.c: faults of the content ---- */

/* Answers with the fault itself (429, html, ...); false: not a fault of that
 * kind. */
bool spoil_instead(struct answer *a, const struct fault *f);
/* Changes the answer (charset, column, empty, etag). */
void spoil_answer(
    struct answer *a, const struct request *r, const struct fault *f);

/* ---- route.c: the sources, and which of them answers ---- */

struct source {
	const char *name; /* as in make; the last one is "other" */
	void (*serve)(const struct request *r, struct answer *a);
	const char *prefixes[5]; /* of its paths */
	bool post;               /* answers POST too */
	bool delete;             /* answers DELETE too */
	bool token;              /* the fault "session" is a refused token */
	void (*forget)(const struct request *r); /* ends a session, or NULL */
	bool finds_nothing; /* clients keep an empty list as an answer */
	bool ends;          /* 304, 401 and 404 end what clients do */
};
extern const struct source sources[];
extern const size_t n_sources;

/* Sets r->source. */
void route_find(struct request *r);
void route_answer(const struct request *r, struct answer *a);

/* ---- one function per source, for sources[]: 404 unless it answers ---- */

void serve_bcn(const struct request *r, struct answer *a);
void serve_acce(const struct request *r, struct answer *a);
void serve_kit_apprentissage(const struct request *r, struct answer *a);
void serve_france_competence(const struct request *r, struct answer *a);
void serve_kali_ccn(const struct request *r, struct answer *a);
void serve_dares_ccn(const struct request *r, struct answer *a);
void serve_dares_ape_idcc(const struct request *r, struct answer *a);
void serve_npec(const struct request *r, struct answer *a);
/* A source that is one file, DIR/SOURCE/NAME: its only prefix is the whole
 * path, which ends in /NAME. */
void serve_file(const struct request *r, struct answer *a);
void serve_catalogue(const struct request *r, struct answer *a);
void serve_communes(const struct request *r, struct answer *a);
void serve_mission_locale(const struct request *r, struct answer *a);
void serve_entreprise(const struct request *r, struct answer *a);
void serve_adresse(const struct request *r, struct answer *a);
void serve_claude(const struct request *r, struct answer *a);
void serve_fcm(const struct request *r, struct answer *a);
void serve_token(const struct request *r, struct answer *a);
void serve_s3(const struct request *r, struct answer *a);
void serve_sercel(const struct request *r, struct answer *a);
void serve_static(const struct request *r, struct answer *a);

/* The Messages API is overloaded: it says so instead of an answer, and when to
 * come back unless retry_after is negative. */
void claude_overloaded(struct answer *a, long retry_after);
/* The Messages API is overloaded in the middle of a stream. */
void claude_break_stream(struct answer *a);

/* Ends the request's ACCE session. */
void acce_forget(const struct request *r);

#endif

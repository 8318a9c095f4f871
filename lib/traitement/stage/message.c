#include <stdio.h>
#include <stdlib.h>

#include "base/in.h"
#include "queue/queue.h"
#include "traitement/stage/message.h"

/* How often each message is tried, and how long between two attempts. */
static const struct retry {
	const char *name;
	int attempts;
	const char *backoff;
} retries[] = {
	{ "recuperation", 5, "{\"type\":\"exponential\",\"delay\":60000}" },
	{ "notification", 5, "{\"type\":\"exponential\",\"delay\":60000}" },
	{ "", 3, "{\"type\":\"fixed\",\"delay\":60000}" },
};

#define TIMEOUT_MS 7200000

static void
read_last_line(struct buf *text)
{
	struct in in;
	struct str line;

	in_open(&in, NULL);
	while (in_line(&in, &line)) {
		text->n = 0;
		buf_add(text, line.p, line.n);
	}
	in_close(&in);
}

/* Copies a text of at most size - 1 bytes without NUL; false otherwise. */
static bool
take_text(struct js v, char *to, size_t size)
{
	struct buf scratch = { 0 };
	struct str s = js_text(v, &scratch);
	bool fits = s.p && s.n && s.n < size && !memchr(s.p, 0, s.n);

	if (fits) {
		memcpy(to, s.p, s.n);
		to[s.n] = '\0';
	}
	buf_free(&scratch);
	return fits;
}

/* An instant, as the messages have it; "" for anything else. */
static void
take_instant(struct js v, char text[DAY_TEXT_MAX])
{
	struct buf scratch = { 0 };
	msec t = day_parse(js_text(v, &scratch));

	*text = '\0';
	if (t != DAY_NULL && t != DAY_BAD)
		day_print_utc(t, text);
	buf_free(&scratch);
}

static int64_t
whole(struct js v, int64_t otherwise)
{
	double n = js_number(v);

	return n >= 0 && n < 9e15 && n == (double)(int64_t)n ? (int64_t)n
							     : otherwise;
}

static bool
are_texts(struct js array)
{
	struct js item;

	for (struct js_walk w = js_walk(array); js_item(&w, &item);)
		if (item.type != JS_STRING)
			return false;
	return array.type == JS_ARRAY || js_is_null(array);
}

/* The attempt: $JOB_ATTEMPT, which work-queue sets, or that of the job line. A
 * message that comes without a job has no other attempt. */
static void
read_attempt(struct message *m, struct js job)
{
	const char *given = getenv("JOB_ATTEMPT");

	m->attempts = whole(js_at(job, "opts.attempts"), 1);
	m->attempt = given && atoll(given) > 0
			 ? atoll(given)
			 : whole(js_get(job, "attemptsMade"), 0) + 1;
}

static int
read_data(struct message *m, struct js data, enum etape e, struct err *why)
{
	char etape[32];

	if (whole(js_get(data, "version"), 0) != 1)
		return err_set(why, "version: 1 is expected");
	if (!take_text(js_get(data, "idTraitement"), m->id_traitement,
		sizeof(m->id_traitement)))
		return err_set(why, "idTraitement: a text is expected");
	if (!take_text(js_get(data, "etape"), etape, sizeof(etape)) ||
	    strcmp(etape, etape_names[e]) != 0)
		return err_set(why, "etape: %s is expected", etape_names[e]);
	m->passage = whole(js_get(data, "passage"), 0);
	if (m->passage < 1)
		return err_set(why, "passage: a number from 1 is expected");
	take_instant(js_get(data, "demandeLe"), m->demande_le);
	m->ouvrages = js_get(data, "ouvrages");
	if (!are_texts(m->ouvrages))
		return err_set(why, "ouvrages: an array of ids is expected");
	return 0;
}

enum message_read
message_read(struct message *m, enum etape e, struct err *why)
{
	struct js line, next, data;
	struct str text;

	*m = (struct message){ 0 };
	read_last_line(&m->text);
	text = buf_view(&m->text);
	if (js_check(text.p, text.n, why))
		return MESSAGE_BAD;
	line = js_of(text);
	next = js_get(line, "next");
	if (next.type == JS_NULL)
		return MESSAGE_EMPTY;
	if (next.type == JS_OBJECT)
		line = next;
	data = js_get(line, "data");
	if (data.type != JS_OBJECT)
		data = line;
	if (data.type != JS_OBJECT) {
		err_set(why, "a message is expected");
		return MESSAGE_BAD;
	}
	if (read_data(m, data, e, why))
		return MESSAGE_BAD;
	read_attempt(m, line);
	if (!take_text(js_get(line, "id"), m->id, sizeof(m->id)))
		snprintf(m->id, sizeof(m->id), "%s:%s:%lld", m->id_traitement,
		    etape_names[e], (long long)m->passage);
	return MESSAGE_OK;
}

void
message_put(struct buf *b, const char *id_traitement, const char *name,
    int64_t passage, const char *suffix, struct js ouvrages,
    const char *demande_le)
{
	buf_fmt(b,
	    "{\"id\":\"%s:%s:%lld%s\",\"name\":\"%s\",\"data\":{\"version\":1,"
	    "\"idTraitement\":\"%s\",\"etape\":\"%s\",\"passage\":%lld,"
	    "\"ouvrages\":",
	    id_traitement, name, (long long)passage, suffix, name,
	    id_traitement, name, (long long)passage);
	js_put_raw(b, ouvrages);
	buf_fmt(b, ",\"demandeLe\":\"%s\"}}",
	    demande_le && *demande_le ? demande_le : now_text());
}

struct queue *
message_queue(const char *dir, bool create)
{
	const char *url = getenv("QUEUE_URL");
	const struct queue_place place = { .dir = dir,
		.url = url && *url ? url : NULL,
		.queue = MESSAGE_QUEUE,
		.prefix = "bull" };

	return queue_open(&place, create ? QUEUE_BEGIN : QUEUE_READ, false);
}

static void
set_opts(struct opts_text *o, struct js name, struct str id)
{
	const struct retry *r = retries;

	while (*r->name && !js_is(name, r->name))
		r++;
	opts_set_int(o, "attempts", r->attempts);
	opts_set(o, "backoff", str_of(r->backoff));
	opts_set_int(o, "timeout", TIMEOUT_MS);
	opts_set_text(o, "jobId", id);
}

void
message_send(const char *dir, struct str message)
{
	struct js m = js_of(message), name = js_get(m, "name"),
		  data = js_get(m, "data");
	struct queue *q = message_queue(dir, true);
	struct opts_text opts = { 0 };
	struct addition a = { 0 };
	struct buf scratch = { 0 };
	struct err e;
	bool stopped = false;

	buf_reserve(&scratch, message.n);
	set_opts(&opts, name, js_text(js_get(m, "id"), &scratch));
	if (addition_prepare(&a, js_text(name, &scratch),
		(struct str){ data.p, data.n }, &opts, day_now(), &stopped, &e))
		die("%s", e.msg);
	queue_must(q, q->ops->add(q, &a, 1));
	addition_free(&a);
	opts_free(&opts);
	buf_free(&scratch);
	queue_close(q);
}

/* What a walk over the jobs of a traitement looks for. */
struct search {
	const char *id_traitement;
	bool notifications; /* count these too */
	int64_t passage;    /* the greatest so far */
	bool found;
	char *name;
};

static bool
look_at(void *arg, const struct job *j)
{
	struct search *s = arg;
	struct js data = js_of(j->data);

	if (!js_is(js_get(data, "idTraitement"), s->id_traitement))
		return true;
	if (whole(js_get(data, "passage"), 0) > s->passage)
		s->passage = whole(js_get(data, "passage"), 0);
	if (!s->notifications && str_is(j->name, "notification"))
		return true;
	if (!s->found && s->name)
		snprintf(
		    s->name, MESSAGE_ID_MAX, "%.*s", (int)j->id.n, j->id.p);
	s->found = true;
	return true;
}

bool
message_is_pending(const char *dir, const char *id_traitement,
    char name[MESSAGE_ID_MAX], bool *any)
{
	static const enum job_state alive[] = { JOB_ACTIVE, JOB_WAITING,
		JOB_DELAYED };
	struct search s = { .id_traitement = id_traitement, .name = name };
	struct search rest = { .id_traitement = id_traitement };
	struct queue *q = message_queue(dir, false);

	for (size_t i = 0; i < 3; i++)
		queue_must(q, q->ops->each(q, alive[i], look_at, &s));
	if (any) {
		queue_must(q, q->ops->each(q, JOB_COMPLETED, look_at, &rest));
		queue_must(q, q->ops->each(q, JOB_FAILED, look_at, &rest));
		*any = s.found || rest.found;
	}
	queue_close(q);
	return s.found;
}

int64_t
message_last_passage(const char *dir, const char *id_traitement)
{
	struct search s = { .id_traitement = id_traitement,
		.notifications = true };
	struct queue *q = message_queue(dir, false);

	for (enum job_state state = 0; state < JOB_STATES; state++)
		queue_must(q, q->ops->each(q, state, look_at, &s));
	queue_close(q);
	return s.passage;
}

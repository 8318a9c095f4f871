/*
 * load-crons: load the crons of a file into the queues that it names. Those
 * that are there already stay as they are, unless their chain of runs broke.
 */
#include <stdlib.h>

#include "base/hash.h"
#include "queue/job/cron_file.h"
#include "queue/job/id_list.h"
#include "queue/tools/cron_remove.h"
#include "queue/tools/queue_options.h"

enum { RESET = 256, PRUNE };

static const struct opt opts[] = {
	QUEUE_OPTIONS,
	OPS_DRY_RUN,
	{ RESET, "reset", NULL, "remove all crons of the queues first" },
	{ PRUNE, "prune", NULL, "remove the crons that FILE does not have" },
	{ 0 },
};

static struct {
	struct queue *q;
	struct ops out;
	struct cron_file file;
	const char *queue; /* -Q's */
	bool reset, prune;
	int64_t added, repaired, removed;
} run;

static const char *
queue_of(const struct cron_line *l)
{
	return l->queue ? l->queue : run.queue;
}

/* The key that the line has. A repetition that is over has one too. */
static void
put_key(struct buf *b, const struct cron_line *l)
{
	struct buf text = { 0 }, scratch = { 0 };
	struct job_opts o;

	opts_put(&text, &l->opts);
	opts_read(&o, js_of(buf_view(&text)), &scratch);
	o.repeat.job_id = o.job_id;
	repeat_put_key(b, str_of(l->name), &o.repeat);
	buf_free(&text);
	buf_free(&scratch);
}

static bool
remember(void *list, struct str key, msec next)
{
	id_list_add(list, key, next);
	return true;
}

static bool
file_has(struct str key)
{
	struct buf b = { 0 };
	bool has = false;

	for (size_t i = 0; i < run.file.n && !has; i++) {
		b.n = 0;
		if (strcmp(queue_of(&run.file.v[i]), run.q->name) != 0)
			continue;
		put_key(&b, &run.file.v[i]);
		has = str_eq(buf_view(&b), key);
	}
	buf_free(&b);
	return has;
}

static void
remove_crons(const char *queue)
{
	struct id_list keys = { 0 };

	run.q->ops->use(run.q, queue);
	queue_must(run.q, run.q->ops->crons(run.q, remember, &keys));
	for (size_t i = 0; i < keys.n; i++) {
		struct str key = id_list_get(&keys, i);

		if ((run.reset || !file_has(key)) &&
		    cron_remove(run.q, &run.out, key))
			run.removed++;
	}
	id_list_free(&keys);
}

/* The queues that the file names, and -Q's. */
static void
remove_from_all(void)
{
	struct hash done = { 0 };

	hash_put(&done, str_of(run.queue));
	remove_crons(run.queue);
	for (size_t i = 0; i < run.file.n; i++) {
		uint32_t n = done.n;
		const char *queue = queue_of(&run.file.v[i]);

		if (hash_put(&done, str_of(queue)) == n)
			remove_crons(queue);
	}
	hash_free(&done);
}

static void
set_next(const struct addition *a, bool known)
{
	struct buf b = { 0 };

	buf_fmt(&b, "{\"next\":%lld}", (long long)a->next);
	line_set(&run.out, known ? "update" : "insert", "repeat", a->repeat_key,
	    buf_view(&b));
	buf_free(&b);
}

static void
add(struct cron_line *l, bool known)
{
	struct addition a = { 0 };
	struct err e;
	bool stopped;

	if (addition_prepare(&a, str_of(l->name), str_of(l->data), &l->opts,
		day_clock(), &stopped, &e))
		die("%s:%zu: %s", run.file.path, l->line, e.msg);
	if (!stopped) {
		queue_must(run.q, run.q->ops->add(run.q, &a, 1));
		if (a.result == ADDED_NEW)
			line_added(&run.out, &a);
		set_next(&a, known);
		if (known)
			run.repaired++;
		else
			run.added++;
	}
	addition_free(&a);
}

struct known {
	struct str key;
	bool is;
};

static bool
compare_cron(void *arg, struct str key, msec next)
{
	struct known *k = arg;

	(void)next;
	k->is = str_eq(key, k->key);
	return !k->is;
}

/* A chain that reached its limit is not broken. */
static bool
is_over(const struct cron_line *l, int64_t count)
{
	struct buf text = { 0 }, scratch = { 0 };
	struct job_opts o;

	opts_put(&text, &l->opts);
	opts_read(&o, js_of(buf_view(&text)), &scratch);
	buf_free(&text);
	buf_free(&scratch);
	return o.repeat.limit >= 0 && count >= o.repeat.limit;
}

static void
load(struct cron_line *l)
{
	struct buf key = { 0 }, prefix = { 0 };
	struct repeat_key parts;
	struct known known;
	bool alive = false;
	int64_t count = 0;

	run.q->ops->use(run.q, queue_of(l));
	put_key(&key, l);
	known = (struct known){ .key = buf_view(&key) };
	parts = repeat_key_split(known.key);
	queue_must(run.q, run.q->ops->crons(run.q, compare_cron, &known));
	if (known.is) {
		repeat_put_prefix(
		    &prefix, str_of(l->name), parts.id, known.key);
		queue_must(run.q, run.q->ops->cron_alive(run.q, known.key,
				      buf_view(&prefix), &alive, &count));
	}
	if (!known.is || (!alive && !is_over(l, count)))
		add(l, known.is);
	buf_free(&key);
	buf_free(&prefix);
}

int
main(int argc, char **argv)
{
	const struct queue_place *place;
	bool dry = false;
	int c;

	opt_init(argc, argv, "load crons into queues", "FILE", opts);
	while ((c = opt_next()) >= 0)
		if (c == RESET)
			run.reset = true;
		else if (c == PRUNE)
			run.prune = true;
		else if (c == 'n')
			dry = true;
		else
			queue_option(c);
	opt_count(1, 1);
	if (run.reset && run.prune)
		opt_wrong("--reset and --prune exclude each other");
	place = queue_place();
	run.queue = place->queue;
	cron_file_read(&run.file, opt_operands[0]);
	if ((run.reset || run.prune) && !run.file.n)
		die("%s: no cron: all would be removed", run.file.path);
	run.q = queue_open(place, QUEUE_BEGIN, dry);
	ops_open(&run.out, dry);
	run.q->batch = true;
	if (run.reset || run.prune)
		remove_from_all();
	for (size_t i = 0; i < run.file.n; i++)
		load(&run.file.v[i]);
	run.q->ops->settle(run.q);
	ops_counts(&run.out, { "crons", (int64_t)run.file.n },
	    { "added", run.added }, { "repaired", run.repaired },
	    { "removed", run.removed });
	ops_close(&run.out);
	queue_close(run.q);
	cron_file_free(&run.file);
	return 0;
}

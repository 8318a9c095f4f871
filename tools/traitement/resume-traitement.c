/*
 * resume-traitement: sends the message of the stage at which a traitement
 * stopped, or of a stage that is to be done again.
 */
#include <stdlib.h>

#include "base/err.h"
#include "base/opt.h"
#include "suite/ops.h"
#include "traitement/stage/message.h"

enum { FROM = 300, NO_QUEUE };

static const struct opt opts[] = {
	{ OPT_NEEDED | 'd', "databases", "DIR", "where traitement.db is" },
	{ FROM, "from", "ETAPE", "the stage to begin with" },
	OPS_DRY_RUN,
	{ NO_QUEUE, "no-queue", NULL, "print the message, do not send it" },
	{ 0 },
};

static struct {
	const char *dir;
	enum etape from; /* ETAPES: where it stopped */
	bool dry, no_queue;
	struct db *d;
	struct traitement t;
	struct ops ops;
} my = { .from = ETAPES };

/* The first stage that has not been done; ETAPES: none. */
static enum etape
find_stop(void)
{
	enum etape e = 0;

	while (e < ETAPES && execution_current(my.d, my.t.id, e))
		e++;
	return e;
}

static void
guard(void)
{
	char job[MESSAGE_ID_MAX];
	sqlite3_stmt *s =
	    db_prepare(my.d, "SELECT id FROM traitement WHERE id <> ?"
			     " AND statut IN ('EN_ATTENTE', 'EN_COURS')");

	if (!my.no_queue && message_is_pending(my.dir, my.t.id, job, NULL))
		die_code(EXIT_GUARD,
		    "%s: the queue holds its job %s: wait "
		    "for it",
		    my.t.id, job);
	db_bind_text(my.d, s, 1, str_of(my.t.id));
	if (db_step(my.d, s))
		die_code(EXIT_GUARD, "%s is under way: wait for its end",
		    db_text(s, 0).p);
	sqlite3_finalize(s);
	if (my.from < ETAPES && my.from > 0 &&
	    !execution_current(my.d, my.t.id, my.from - 1))
		die_code(EXIT_GUARD, "%s: %s has not been done: begin there",
		    my.t.id, etape_names[my.from - 1]);
}

/* The passage after all that there were, in executions and in the queue. */
static int64_t
next_passage(void)
{
	sqlite3_stmt *s = db_prepare(
	    my.d, "SELECT id_message FROM execution WHERE id_traitement = ?");
	int64_t last = 1, queued;

	db_bind_text(my.d, s, 1, str_of(my.t.id));
	while (db_step(my.d, s)) {
		const char *colon = strrchr(db_text(s, 0).p, ':');
		int64_t passage = colon ? strtoll(colon + 1, NULL, 10) : 0;

		if (passage > last)
			last = passage;
	}
	sqlite3_finalize(s);
	queued = my.no_queue ? 0 : message_last_passage(my.dir, my.t.id);
	return 1 + (queued > last ? queued : last);
}

static void
print_nothing(void)
{
	buf_fmt(&my.ops.out.buf,
	    "{\"counts\":{\"traitement\":0},\"idTraitement\":\"%s\","
	    "\"etape\":null,\"passage\":null,\"next\":null}\n",
	    my.t.id);
}

static void
resume(enum etape e, struct buf *next)
{
	int64_t passage = next_passage();
	sqlite3_stmt *s =
	    db_prepare(my.d, "SELECT ouvrages FROM traitement WHERE id = ?");
	struct buf id = { 0 };

	db_bind_text(my.d, s, 1, str_of(my.t.id));
	db_step(my.d, s);
	message_put(next, my.t.id, etape_names[e], passage, "",
	    js_of(db_text(s, 0)), NULL);
	sqlite3_finalize(s);
	traitement_set(my.d, my.t.id, "EN_COURS", false);
	js_put_text(&id, str_of(my.t.id));
	ops_line(&my.ops, "update", "traitement", buf_view(&id),
	    STR("{\"statut\":\"EN_COURS\",\"fini_le\":null}"));
	buf_fmt(&my.ops.out.buf,
	    "{\"counts\":{\"traitement\":1},\"idTraitement\":\"%s\","
	    "\"etape\":\"%s\",\"passage\":%lld,\"next\":%s}\n",
	    my.t.id, etape_names[e], (long long)passage, buf_view(next).p);
	buf_free(&id);
}

static void
read_command_line(int argc, char **argv)
{
	int c;

	opt_init(
	    argc, argv, "go on with a traitement that stopped", "ID", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd') {
			my.dir = opt_arg;
		} else if (c == 'n') {
			my.dry = true;
		} else if (c == NO_QUEUE) {
			my.no_queue = true;
		} else {
			my.from = etape_of(str_of(opt_arg));
			if (my.from == ETAPES)
				opt_wrong(
				    "--from: unknown stage '%s'", opt_arg);
		}
	opt_count(1, 1);
}

int
main(int argc, char **argv)
{
	struct buf next = { 0 };
	enum etape e;

	read_command_line(argc, argv);
	my.d = traitement_open(my.dir, STATE_CHANGE);
	if (!traitement_read(my.d, str_of(opt_operands[0]), &my.t))
		die("no traitement '%s'", opt_operands[0]);
	ops_open(&my.ops, my.dry);
	state_begin(my.d);
	guard();
	e = my.from < ETAPES ? my.from : find_stop();
	if (e == ETAPES)
		print_nothing();
	else
		resume(e, &next);
	ops_commit(&my.ops, my.d);
	if (next.n && !my.dry && !my.no_queue)
		message_send(my.dir, buf_view(&next));
	ops_close(&my.ops);
	buf_free(&next);
	db_close(my.d);
	return 0;
}

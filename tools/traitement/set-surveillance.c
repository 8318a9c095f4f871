/*
 * set-surveillance: puts ouvrages under normal or reinforced surveillance by
 * hand.
 */
#include "base/err.h"
#include "base/opt.h"
#include "suite/ops.h"
#include "traitement/base/surveillance.h"
#include "traitement/stage/stage.h"

enum { REASON = 300 };

static const struct opt opts[] = {
	{ OPT_NEEDED | 'd', "databases", "DIR", "where traitement.db is" },
	OPS_DRY_RUN,
	{ OPT_NEEDED | REASON, "reason", "TEXT", "why" },
	{ 0 },
};

static struct {
	const char *dir, *reason;
	bool dry, renforcee;
	struct db *d;
	struct ops ops;
	int64_t updated, unchanged, unknown;
} my;

static void
switch_one(const char *id)
{
	struct buf json = { 0 }, set = { 0 };
	struct ouvrage o;

	if (!ouvrage_read(my.d, id, &o)) {
		complain("unknown ouvrage '%s'", id);
		my.unknown++;
		return;
	}
	if (o.renforcee == my.renforcee) {
		my.unchanged++;
	} else {
		surveillance_set(my.d, id,
		    &(struct bascule){
			.renforcee = my.renforcee, .motif = my.reason });
		js_put_text(&json, str_of(id));
		buf_fmt(&set,
		    "{\"mode_surveillance\":\"%s\",\"mode_depuis\":\"%s\"}",
		    my.renforcee ? "RENFORCEE" : "NORMALE", now_text());
		ops_line(&my.ops, "update", "ouvrage", buf_view(&json),
		    buf_view(&set));
		my.updated++;
	}
	ouvrage_free(&o);
	buf_free(&json);
	buf_free(&set);
}

static void
read_command_line(int argc, char **argv)
{
	int c;

	opt_init(argc, argv, "switch the surveillance of ouvrages by hand",
	    "NORMALE|RENFORCEE OUVRAGE...", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			my.dir = opt_arg;
		else if (c == REASON)
			my.reason = opt_arg;
		else
			my.dry = true;
	opt_count(2, 100000);
	if (!my.reason || !*my.reason)
		opt_wrong("--reason TEXT is needed");
	my.renforcee = !strcmp(opt_operands[0], "RENFORCEE");
	if (!my.renforcee && strcmp(opt_operands[0], "NORMALE") != 0)
		opt_wrong("NORMALE or RENFORCEE is expected, not '%s'",
		    opt_operands[0]);
}

int
main(int argc, char **argv)
{
	read_command_line(argc, argv);
	my.d = traitement_open(my.dir, STATE_CHANGE);
	ops_open(&my.ops, my.dry);
	state_begin(my.d);
	for (char **id = opt_operands + 1; *id; id++)
		switch_one(*id);
	ops_counts(&my.ops, { "updated", my.updated },
	    { "unchanged", my.unchanged }, { "unknown", my.unknown });
	ops_commit(&my.ops, my.d);
	ops_close(&my.ops);
	db_close(my.d);
	return my.unknown ? EXIT_FAILED : 0;
}

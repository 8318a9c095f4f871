/*
 * explain-record: which rows, files and rules made a record, and why it is as
 * it is.
 *
 * Prints the look-ups that the aggregations make for the record, one line each,
 * then the last run of each database, then the verdicts. The rules are in
 * lib/export/explain.
 */
#include <unistd.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/text.h"
#include "export/explain/explain.h"

static const struct opt opts[] = {
	{ 'd', "data", "DIR", "where db and state live (data)" },
	{ 0 },
};

/* The operands after the table: a code of the record, or NULL. */
typedef bool (*explain_fn)(struct explain *x, const struct str *code);

static bool
formation(struct explain *x, const struct str *code)
{
	return explain_formation(x, code[0]);
}

static bool
certifications(struct explain *x, const struct str *code)
{
	return explain_certifications(x, code[0], code[1]);
}

static bool
organisme(struct explain *x, const struct str *code)
{
	return explain_organisme(x, code[0], code[1]);
}

static const struct explained {
	const char *table;
	int min, max; /* number of operands, the table included */
	explain_fn run;
} tables[] = {
	{ "formation", 2, 2, formation },
	{ "certifications", 3, 3, certifications },
	{ "organisme", 2, 3, organisme },
};

static const struct explained *
find_table(const char *name)
{
	for (size_t i = 0; name && i < sizeof(tables) / sizeof(*tables); i++)
		if (!strcmp(tables[i].table, name))
			return &tables[i];
	if (name)
		opt_wrong("unknown table '%s': formation, certifications or"
			  " organisme",
		    name);
	opt_wrong("a table is missing: formation, certifications or"
		  " organisme");
}

/* The codes of the operands; "-" stands for none, except in place of a key. */
static void
read_codes(const struct explained *t, struct str code[2])
{
	for (int i = 0; opt_operands[1] && i < 2 && opt_operands[1 + i]; i++) {
		struct str s = str_of(opt_operands[1 + i]);

		if (!utf8_valid(s.p, s.n))
			opt_wrong(
			    "operand '%s' is not UTF-8", err_quote(s.p, s.n));
		if (t->run == formation || !str_is(s, "-"))
			code[i] = s;
	}
}

/* Ends the program: nothing knows of the record. */
static _Noreturn void
refuse_unknown(const struct explain *x, const struct explained *t)
{
	const char *second = opt_operands[2];

	die("%s: %s: no record '%s%s%s'", x->dir, t->table, opt_operands[1],
	    second ? " " : "", second ? second : "");
}

int
main(int argc, char **argv)
{
	struct explain x = { .dir = "data" };
	struct str code[2] = { 0 };
	const struct explained *t;
	struct out out;

	opt_init(argc, argv, "explain which rows and rules made a record",
	    "formation CLE | certifications CFD RNCP | organisme SIRET [UAI]",
	    opts);
	while (opt_next() >= 0)
		x.dir = opt_arg;
	t = find_table(*opt_operands);
	opt_count(t->min, t->max);
	read_codes(t, code);
	if (access(x.dir, F_OK) < 0)
		die("%s:", x.dir);
	if (!t->run(&x, code))
		refuse_unknown(&x, t);
	out_open(&out, NULL);
	buf_add(&out.buf, x.out.p, x.out.n);
	out_close(&out);
	note("%lld steps, %zu databases, %lld verdicts", (long long)x.steps,
	    x.n, (long long)x.verdicts);
	explain_close(&x);
	return 0;
}

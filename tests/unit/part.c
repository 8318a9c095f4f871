/* Parts: an id per content, an answer per question. */
#include "apprentissage/formations/part.h"
#include "tap.h"

static struct parts k;

/* Asks, answers with text if the question is new, and keeps. True if the text
 * is new. */
static bool
keep(struct part *p, struct str a, struct str b, struct str text)
{
	if (!parts_ask(&k, p, 'x', a, b)) {
		buf_add(&p->text, text.p, text.n);
		part_code(p, 0, a);
		part_code(p, 1, b);
	}
	return parts_keep(&k, p);
}

int
main(void)
{
	struct part p = { 0 }, q = { 0 };

	tap_ok(keep(&p, STR("1"), STR("2"), STR("one")) && p.id == 1,
	    "the first content is part 1");
	tap_ok(keep(&p, STR("3"), STR_NULL, STR("two")) && p.id == 2,
	    "another is part 2");
	tap_ok(!keep(&p, STR("4"), STR("2"), STR("one")) && p.id == 1,
	    "another question with the same answer is the same part");
	tap_ok(parts_ask(&k, &p, 'x', STR("4"), STR("2")) && p.id == 1 &&
		   !p.text.n && str_is(p.code[0], "4"),
	    "  and is known by its own codes");
	tap_ok(parts_ask(&k, &p, 'x', STR("3"), STR_NULL) && !p.code[1].p,
	    "a code may be NULL");
	tap_ok(!parts_ask(&k, &q, 'y', STR("3"), STR_NULL) &&
		   !parts_ask(&k, &q, 'x', STR("3"), STR("")) &&
		   !parts_ask(&k, &q, 'x', STR("42"), STR_NULL),
	    "other kinds and codes are other questions");

	parts_ask(&k, &q, 'x', STR("5"), STR_NULL);
	buf_str(&q.text, "two");
	part_sum(&q);
	tap_ok(parts_same(&k, &p, &q) && parts_find(&k, q.sum) == 2,
	    "a kept part is compared by its sum");
	parts_ask(&k, &p, 'x', STR("6"), STR_NULL);
	buf_str(&p.text, "twO");
	tap_ok(!parts_same(&k, &p, &q), "and one that is not kept");
	part_sum(&p);
	tap_ok(!parts_find(&k, p.sum), "which is not found");
	part_free(&p);
	part_free(&q);
	parts_free(&k);
	return tap_done();
}

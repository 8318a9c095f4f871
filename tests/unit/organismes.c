#include "apprentissage/organismes/organismes.h"
#include "tap.h"

#define S "90000000100017"
#define X "0290900W"

/* A référentiel row comes; the number of the record it writes. */
static size_t
come(struct organismes *o, const char *siret, const char *uai)
{
	struct organismes_row *r = organismes_target(o, siret, uai);

	r->present = true;
	return (size_t)(r - o->v);
}

int
main(void)
{
	struct organismes o = { 0 };

	tap_ok(come(&o, S, "") == 0, "new");
	tap_ok(come(&o, S, "") == 0, "again");
	tap_ok(come(&o, S, X) == 0, "(S, null) then (S, X): one record");
	tap_is(o.v[0].uai, X, "which has the UAI");
	tap_ok(come(&o, S, "") == 1, "(S, X) then (S, null): two records");
	tap_ok(come(&o, S, X) == 0, "the record of that name comes first");
	tap_ok(come(&o, S, "0291777Z") == 1, "another UAI takes the bare one");
	tap_ok(o.n == 2, "two records in all");
	organismes_free(&o);

	o = (struct organismes){ 0 };
	organismes_add(&o, S, "")->present = false;
	tap_ok(come(&o, S, X) == 1, "a bare record that is supprimé stays");
	tap_ok(come(&o, S, "") == 0, "until its row comes again");
	organismes_free(&o);
	return tap_done();
}

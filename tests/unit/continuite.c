#include <stdio.h>

#include "apprentissage/certifications/continuite.h"
#include "tap.h"
#include "json/js.h"

/* "40010003 40010001": codes that belong together. */
static void
lie(struct continuite *c, const char *codes)
{
	while (*codes) {
		size_t n = strcspn(codes, " ");

		continuite_name(c, (struct str){ codes, n });
		codes += n + (codes[n] == ' ');
	}
	continuite_join(c);
}

static void
connait(
    struct continuite *c, const char *code, const char *debut, const char *fin)
{
	struct str d = str_of(debut), f = str_of(fin);

	continuite_know(c, str_of(code),
	    (struct interval){
		day_paris_local(d, false), day_paris_local(f, true) },
	    true);
}

/* The codes of a list, the current one with a star. */
static void
is_list(struct continuite *c, const char *code, const char *want)
{
	struct buf out = { 0 }, got = { 0 }, scratch = { 0 };
	struct js item;

	continuite_put(c, str_of(code), &out);
	if (!strcmp(buf_view(&out).p, "null"))
		buf_str(&got, "null");
	for (struct js_walk w = js_walk(js_of(buf_view(&out)));
	     js_item(&w, &item);) {
		struct str text = js_text(js_get(item, "code"), &scratch);

		buf_fmt(&got, "%s%.*s%s", got.n ? " " : "", (int)text.n, text.p,
		    js_get(item, "courant").type == JS_TRUE ? "*" : "");
	}
	tap_is(buf_view(&got).p, want, code);
	buf_free(&out);
	buf_free(&got);
	buf_free(&scratch);
}

static void
test_cfd(void)
{
	struct continuite c = { .kind = CONTINUITE_CFD };

	connait(&c, "40010003", "01/09/2020", NULL);
	connait(&c, "40010001", NULL, "31/08/2012");
	connait(&c, "40010002", "01/09/2012", "31/08/2020");
	connait(&c, "40010000", "01/09/2012", NULL);
	connait(&c, "50010007", "01/09/2012", NULL);
	connait(&c, "50010008", "01/09/2012", NULL);
	connait(&c, "40010005", NULL, NULL);
	lie(&c, "40010000 40010003 50010007");
	lie(&c, "40010001 40010002");
	lie(&c, "40010002");
	lie(&c, "40010003 40010001 40010009");
	lie(&c, "40010005");
	continuite_list(&c);
	is_list(
	    &c, "40010000", "40010000* 50010007 40010002 40010003 40010001");
	is_list(
	    &c, "40010001", "40010000 50010007 40010002 40010003 40010001*");
	is_list(&c, "40010009", "40010000 50010007 40010002 40010003 40010001");
	is_list(&c, "40010005", "40010005*");
	is_list(&c, "50010008", "null");
	is_list(&c, "99999999", "null");
	continuite_free(&c);
}

static void
test_rncp(void)
{
	struct continuite c = { .kind = CONTINUITE_RNCP };
	struct buf out = { 0 };

	lie(&c, "RNCP100 RS300 RNCP200");
	lie(&c, "RNCP100");
	lie(&c, "RNCP200 RNCP150");
	lie(&c, "RNCP100 RNCP090");
	lie(&c, "RS300");
	connait(&c, "RNCP200", "01/06/2022", "01/06/2025");
	connait(&c, "RNCP100", NULL, "01/06/2022");
	connait(&c, "RNCP090", NULL, NULL);
	continuite_list(&c);
	is_list(&c, "RNCP090", "RNCP200 RNCP100 RNCP090*");
	is_list(&c, "RNCP150", "RNCP200 RNCP100 RNCP090");
	continuite_put(&c, STR("RNCP090"), &out);
	tap_is(buf_view(&out).p,
	    "[{\"activation\":\"2022-06-01T00:00:00.000+02:00\","
	    "\"fin_enregistrement\":\"2025-06-01T23:59:59.000+02:00\","
	    "\"code\":\"RNCP200\",\"courant\":false,\"actif\":true},"
	    "{\"activation\":null,"
	    "\"fin_enregistrement\":\"2022-06-01T23:59:59.000+02:00\","
	    "\"code\":\"RNCP100\",\"courant\":false,\"actif\":true},"
	    "{\"activation\":null,\"fin_enregistrement\":null,"
	    "\"code\":\"RNCP090\",\"courant\":true,\"actif\":true}]",
	    "a list as JSON");
	buf_free(&out);
	continuite_free(&c);
}

/* Chains that meet: order of first encounter, whatever the sizes. */
static void
test_merge(void)
{
	struct continuite c = { .kind = CONTINUITE_CFD };

	for (const char *p = "a\0b\0c\0d\0e\0f\0x\0"; *p; p += 2)
		connait(&c, p, NULL, NULL);
	lie(&c, "a b");
	lie(&c, "c d");
	lie(&c, "e f e");
	lie(&c, "x f c x");
	lie(&c, "d f");
	continuite_list(&c);
	is_list(&c, "x", "e f c d x*");
	is_list(&c, "c", "e f c* d x");
	is_list(&c, "b", "a b*");
	continuite_free(&c);
}

int
main(void)
{
	test_cfd();
	test_rncp();
	test_merge();
	return tap_done();
}

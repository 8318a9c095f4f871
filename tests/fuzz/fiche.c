/* Any bytes as the text of an answer, the first of them says whether it was
 * cut. Its content, if there is one, is JSON; a fiche that takes it is JSON,
 * and stays as it is when it takes nothing more. */
#include "fiches/fiche/fiche_merge.h"
#include "fiches/fiche/score.h"
#include "fuzz.h"

/* The fiche that content makes of row, as a row. */
static bool
merge(struct str row, struct js content, struct buf *out)
{
	struct fiche f = { 0 };
	struct err e;
	bool good;

	fiche_borrow(&f, js_of(row));
	good = !fiche_merge(&f, content, false, &e);
	fuzz_must(good || strstr(e.msg, "Contenu invalide pour A1101 : "));
	if (good)
		fiche_put(out, &f);
	fiche_score(&f);
	fiche_free(&f);
	return good;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text = { (const char *)data + (n > 0), n - (n > 0) };
	struct buf content = { 0 }, more = { 0 }, once = { 0 }, twice = { 0 };
	struct err e;

	if (fiche_answer(text, n && *data & 1, &content, &e))
		return 0;
	fuzz_must(!js_check(content.p, content.n, &e));
	fiche_put_absent(&more, js_of(buf_view(&content)));
	more.n = 0;
	fiche_complete(
	    &more, js_of(buf_view(&content)), js_of(buf_view(&content)));
	fuzz_must(!js_check(more.p, more.n, &e));
	fuzz_must(fiche_missing(js_of(buf_view(&more))) ==
		  fiche_missing(js_of(buf_view(&content))));
	if (merge(STR("{\"code_rome\":\"A1101\"}"), js_of(buf_view(&content)),
		&once)) {
		fuzz_must(!js_check(once.p, once.n, &e));
		fuzz_must(merge(buf_view(&once), js_of(STR("{}")), &twice));
		fuzz_must(str_eq(buf_view(&once), buf_view(&twice)));
	}
	buf_free(&content);
	buf_free(&more);
	buf_free(&once);
	buf_free(&twice);
	return 0;
}

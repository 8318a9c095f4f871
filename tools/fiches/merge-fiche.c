/*
 * merge-fiche: puts what Claude answered into fiches, a filter.
 *
 * A line is {"fiche":ROW,"answer":ANSWER}, {"fiche":ROW,"content":OBJECT} or,
 * with --simulate, {"fiche":ROW} or the row itself; out comes the new row.
 */
#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "fiches/fiche/fiche_merge.h"
#include "fiches/fiche/prompt.h"
#include "json/ndjson.h"
#include "json/python.h"

enum { OPT_SIMULATE = 256, OPT_COMPAT, OPT_PROMPTS };

static const struct opt opts[] = {
	{ OPT_SIMULATE, "simulate", NULL, "invent the content" },
	{ OPT_COMPAT, "compat", NULL, "a published fiche becomes enrichi" },
	{ OPT_PROMPTS, "prompts", "DIR", "where simulation.json is" },
	{ 0 },
};

static struct {
	bool simulate, compat;
	struct prompts prompts;
} cl;

/* The content of a line's answer, or why there is none. */
static int
read_answer(struct js line, struct str code, struct buf *content, struct err *e)
{
	struct js answer = js_get(line, "answer"),
		  type = js_at(line, "error.type");
	struct buf text = { 0 }, reason = { 0 };
	bool cut = js_is(js_get(answer, "stop_reason"), "max_tokens");
	struct err why;
	int rc = -1;

	if (type.type == JS_STRING) {
		struct str s = js_text(type, &reason);

		err_set(&why, "%s", err_quote(s.p, s.n));
	} else if (js_get(answer, "text").type != JS_STRING)
		err_set(&why, "answer.text: missing");
	else
		rc = fiche_answer(
		    js_text(js_get(answer, "text"), &text), cut, content, &why);
	if (rc)
		err_set(e, "Impossible de générer le contenu pour %.*s : %s",
		    (int)code.n, code.p, why.msg);
	buf_free(&text);
	buf_free(&reason);
	return rc;
}

/* The content that is put into f. */
static int
find_content(
    struct js line, const struct fiche *f, struct buf *content, struct err *e)
{
	struct js given = js_get(line, "content");
	struct buf scratch = { 0 };
	int rc = 0;

	if (cl.simulate)
		prompt_put_simulation(content, &cl.prompts, f);
	else if (given.type == JS_OBJECT)
		python_put(content, given, PYTHON_COMPACT);
	else if (given.type != JS_ABSENT)
		rc = err_set(e, "content: not an object");
	else
		rc = read_answer(line,
		    fiche_get_text(f, FICHE_CODE_ROME, &scratch), content, e);
	buf_free(&scratch);
	return rc;
}

static int
merge(struct js line, struct fiche *f, struct buf *content, struct err *e)
{
	struct js row = js_get(line, "fiche");

	if (row.type == JS_ABSENT && cl.simulate)
		row = line;
	fiche_borrow(f, row);
	if (row.type != JS_OBJECT)
		return err_set(e, "fiche: not an object");
	if (f->col[FICHE_CODE_ROME].type != JS_STRING)
		return err_set(e, "code_rome: missing");
	if (find_content(line, f, content, e))
		return -1;
	return fiche_merge(f, js_of(buf_view(content)), cl.compat, e);
}

static void
refuse_fiche(struct ndjson *in, const struct fiche *f, const struct err *e)
{
	struct buf scratch = { 0 };
	struct str code = fiche_get_text(f, FICHE_CODE_ROME, &scratch);

	complain("%s: %s%s%s", ndjson_where(in),
	    code.p ? err_quote(code.p, code.n) : "", code.p ? ": " : "",
	    e->msg);
	buf_free(&scratch);
}

static int
filter(void)
{
	struct ndjson in;
	struct js line;
	struct out out;
	struct fiche f = { 0 };
	struct buf content = { 0 };
	struct err e;
	int rc = 0;

	ndjson_open(&in, NULL, false);
	out_open(&out, NULL);
	while (ndjson_next(&in, &line)) {
		content.n = 0;
		if (merge(line, &f, &content, &e)) {
			refuse_fiche(&in, &f, &e);
			rc = EXIT_FAILED;
			continue;
		}
		fiche_put(&out.buf, &f);
		buf_byte(&out.buf, '\n');
		out_record(&out);
	}
	out_close(&out);
	ndjson_close(&in);
	fiche_free(&f);
	buf_free(&content);
	return rc;
}

int
main(int argc, char **argv)
{
	int c, rc;

	opt_init(
	    argc, argv, "put Claude's answers into fiches métiers", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == OPT_SIMULATE)
			cl.simulate = true;
		else if (c == OPT_COMPAT)
			cl.compat = true;
		else
			cl.prompts.dir = opt_arg;
	opt_count(0, 0);
	rc = filter();
	prompt_free(&cl.prompts);
	return rc;
}

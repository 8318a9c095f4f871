/*
 * prompt-fiche: makes of each fiche the request that asks Claude for its
 * content, a filter.
 */
#include <stdlib.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "fiches/fiche/fiche_merge.h"
#include "fiches/fiche/prompt.h"
#include "json/ndjson.h"

enum {
	OPT_MODEL = 256,
	OPT_INSTRUCTIONS,
	OPT_MISSING,
	OPT_NO_STREAM,
	OPT_PROMPTS
};

static const struct opt opts[] = {
	{ OPT_MODEL, "model", "M", "the model to ask" },
	{ OPT_INSTRUCTIONS, "instructions", "TEXT", "what counts first" },
	{ OPT_MISSING, "missing", "FIELD,...", "ask for these fields alone" },
	{ OPT_NO_STREAM, "no-stream", NULL, "ask for an answer in one piece" },
	{ OPT_PROMPTS, "prompts", "DIR", "where the prompts are" },
	{ 0 },
};

static struct {
	struct prompts prompts;
	unsigned missing;
} cl;

/* The bits of a list of critical fields. */
static unsigned
parse_missing(const char *list)
{
	char *copy = xstrdup(list), *rest = copy, *name;
	unsigned bits = 0, i;

	while ((name = strsep(&rest, ","))) {
		for (i = 0; fiche_critical[i]; i++)
			if (!strcmp(fiche_critical[i], name))
				break;
		if (!fiche_critical[i])
			opt_wrong("--missing: unknown field '%s'", name);
		bits |= 1u << i;
	}
	free(copy);
	return bits;
}

static void
parse_option(int c)
{
	switch (c) {
	case OPT_MODEL:
		cl.prompts.model = opt_arg;
		break;
	case OPT_INSTRUCTIONS:
		cl.prompts.instructions = opt_arg;
		break;
	case OPT_MISSING:
		cl.missing = parse_missing(opt_arg);
		break;
	case OPT_NO_STREAM:
		cl.prompts.no_stream = true;
		break;
	case OPT_PROMPTS:
		cl.prompts.dir = opt_arg;
		break;
	}
}

static void
filter(void)
{
	struct ndjson in;
	struct js row;
	struct out out;
	struct fiche f = { 0 };

	ndjson_open(&in, NULL, false);
	out_open(&out, NULL);
	while (ndjson_next(&in, &row)) {
		fiche_borrow(&f, row);
		if (f.col[FICHE_CODE_ROME].type != JS_STRING)
			die("%s: code_rome: missing", ndjson_where(&in));
		buf_str(&out.buf, "{\"fiche\":");
		js_put_raw(&out.buf, row);
		buf_str(&out.buf, ",\"request\":");
		prompt_put(&out.buf, &cl.prompts, &f, cl.missing);
		buf_str(&out.buf, "}\n");
		out_record(&out);
	}
	out_close(&out);
	ndjson_close(&in);
	fiche_free(&f);
}

int
main(int argc, char **argv)
{
	int c;

	opt_init(
	    argc, argv, "make requests to Claude of fiches métiers", "", opts);
	while ((c = opt_next()) >= 0)
		parse_option(c);
	opt_count(0, 0);
	filter();
	prompt_free(&cl.prompts);
	return 0;
}

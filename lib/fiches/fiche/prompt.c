#include <stdlib.h>

#include "base/err.h"
#include "base/in.h"
#include "fiches/fiche/fiche_merge.h"
#include "fiches/fiche/fiche_normal.h"
#include "fiches/fiche/fiche_text.h"
#include "fiches/fiche/prompt.h"
#include "suite/share.h"

#define MODEL "claude-sonnet-4-20250514"
#define NO_DESCRIPTION "Fiche métier ROME"
#define LONG_DESCRIPTION 100 /* characters: worth being improved */

enum file { FILE_FICHE, FILE_COMPLETION, FILE_SIMULATION };

static const char *const names[] = { "fiche.txt", "completion.txt",
	"simulation.json" };

const char *
prompt_model(const struct prompts *p)
{
	const char *model = getenv("CLAUDE_MODEL");

	if (p->model)
		return p->model;
	return model && *model ? model : MODEL;
}

void
prompt_free(struct prompts *p)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		buf_free(&p->text[i]);
}

/* The text of a file; it holds until prompt_free. */
static struct str
text_of(struct prompts *p, enum file file)
{
	struct buf *text = &p->text[file];
	struct in in;
	char *path;

	if (text->n)
		return buf_view(text);
	path = p->dir ? xasprintf("%s/%s", p->dir, names[file])
		      : share_path("prompts", names[file]);
	in_open(&in, path);
	while (in_more(&in))
		;
	buf_add(text, in.buf.p + in.at, in.buf.n - in.at);
	in_close(&in);
	if (!text->n)
		die("%s: empty", path);
	free(path);
	return buf_view(text);
}

void
prompt_load(struct prompts *p, bool simulate)
{
	if (simulate) {
		text_of(p, FILE_SIMULATION);
		return;
	}
	text_of(p, FILE_FICHE);
	text_of(p, FILE_COMPLETION);
}

/* What is known of a fiche, in the order of the header. */
enum {
	NOM_MASCULIN,
	CODE_ROME,
	NOM_FEMININ,
	SECTEUR,
	DESCRIPTION,
	INSTRUCTIONS,
	AMELIORATION,
	KNOWN
};

static const char *const known_names[KNOWN] = { "nom_masculin", "code_rome",
	"nom_feminin", "secteur", "description", "instructions",
	"amelioration" };

struct known {
	struct str text[KNOWN]; /* .p NULL or empty: not known */
	struct buf own[KNOWN];
	unsigned missing;
};

static void
know(struct known *k, int i, struct js v)
{
	k->text[i] = js_text(v, &k->own[i]);
}

static bool
begins(struct str s, const char *with)
{
	return s.n >= strlen(with) && !memcmp(s.p, with, strlen(with));
}

static void
know_all(struct known *k, const struct fiche *f, const struct prompts *p)
{
	struct js_walk w = js_walk(f->col[FICHE_SECTEURS_ACTIVITE]);
	struct js secteur = { 0 };
	struct str text;

	know(k, NOM_MASCULIN, f->col[FICHE_NOM_MASCULIN]);
	know(k, CODE_ROME, f->col[FICHE_CODE_ROME]);
	know(k, NOM_FEMININ, f->col[FICHE_NOM_FEMININ]);
	if (str_eq(k->text[NOM_FEMININ], k->text[NOM_MASCULIN]))
		k->text[NOM_FEMININ] = STR_NULL;
	if (f->col[FICHE_SECTEURS_ACTIVITE].type == JS_ARRAY)
		js_item(&w, &secteur);
	know(k, SECTEUR, secteur);
	know(k, DESCRIPTION, f->col[FICHE_DESCRIPTION]);
	text = fiche_trim(k->text[DESCRIPTION]);
	if (fiche_length(text) > LONG_DESCRIPTION)
		k->text[AMELIORATION] = STR("oui");
	if (!text.n || begins(k->text[DESCRIPTION], NO_DESCRIPTION))
		k->text[DESCRIPTION] = STR_NULL;
	k->text[INSTRUCTIONS] = str_of(p->instructions);
}

static void
forget(struct known *k)
{
	for (int i = 0; i < KNOWN; i++)
		buf_free(&k->own[i]);
}

/* The text of a name; .p NULL if it is not known, or no name. */
static struct str
find_known(const struct known *k, struct str name)
{
	for (int i = 0; i < KNOWN; i++)
		if (str_is(name, known_names[i]) && k->text[i].n)
			return k->text[i];
	for (unsigned i = 0; fiche_critical[i]; i++)
		if (str_is(name, fiche_critical[i]) && k->missing & 1u << i)
			return str_of(fiche_critical[i]);
	return STR_NULL;
}

/* The name between braces that s begins with; .p NULL if it begins
 * otherwise. */
static struct str
name_at(struct str s)
{
	size_t n = 1;

	if (!s.n || *s.p != '{')
		return STR_NULL;
	while (n < s.n && ((s.p[n] >= 'a' && s.p[n] <= 'z') || s.p[n] == '_'))
		n++;
	if (n == 1 || n == s.n || s.p[n] != '}')
		return STR_NULL;
	return (struct str){ s.p + 1, n - 1 };
}

/* Appends a line, or nothing if it speaks of what is not known. */
static void
put_line(struct buf *b, const struct known *k, struct str line)
{
	size_t start = b->n;

	if (line.n && *line.p == '?') {
		const char *blank = memchr(line.p, ' ', line.n);
		size_t n = blank ? (size_t)(blank - line.p) : line.n - 1;

		if (!find_known(k, (struct str){ line.p + 1, n - 1 }).p)
			return;
		line = (struct str){ line.p + n + 1, line.n - n - 1 };
	}
	for (size_t i = 0; i < line.n; i++) {
		struct str name =
		    name_at((struct str){ line.p + i, line.n - i });
		struct str text = { 0 };

		if (!name.p) {
			buf_byte(b, line.p[i]);
			continue;
		}
		text = find_known(k, name);
		if (!text.p) {
			b->n = start;
			return;
		}
		buf_add(b, text.p, text.n);
		i += name.n + 1;
	}
	buf_byte(b, '\n');
}

static void
put_prompt(struct buf *b, const struct known *k, struct str text)
{
	while (text.n) {
		const char *end = memchr(text.p, '\n', text.n);
		size_t n = end ? (size_t)(end - text.p) : text.n;

		put_line(b, k, (struct str){ text.p, n });
		n += end != NULL;
		text = (struct str){ text.p + n, text.n - n };
	}
}

void
prompt_put(
    struct buf *b, struct prompts *p, const struct fiche *f, unsigned missing)
{
	struct known k = { .missing = missing };
	struct fiche normal = { 0 };
	struct buf text = { 0 };

	memcpy(normal.col, f->col, sizeof(normal.col));
	fiche_normalise(&normal);
	know_all(&k, &normal, p);
	put_prompt(
	    &text, &k, text_of(p, missing ? FILE_COMPLETION : FILE_FICHE));
	buf_str(b, "{\"model\":");
	js_put_text(b, str_of(prompt_model(p)));
	buf_fmt(b,
	    ",\"max_tokens\":%d,\"messages\":[{\"role\":\"user\","
	    "\"content\":",
	    missing ? 8192 : 32768);
	js_put_text(b, buf_view(&text));
	buf_fmt(b, "}]%s}", p->no_stream ? "" : ",\"stream\":true");
	buf_free(&text);
	forget(&k);
	fiche_free(&normal);
}

/* Appends the inside of a JSON string. */
static void
put_inside(struct buf *b, struct str text)
{
	struct buf quoted = { 0 };

	js_put_text(&quoted, text);
	buf_add(b, quoted.p + 1, quoted.n - 2);
	buf_free(&quoted);
}

void
prompt_put_simulation(struct buf *b, struct prompts *p, const struct fiche *f)
{
	struct str text = text_of(p, FILE_SIMULATION);
	struct buf scratch = { 0 }, lower = { 0 };
	struct str nom = fiche_get_text(f, FICHE_NOM_MASCULIN, &scratch);
	size_t start = b->n;
	struct err e;

	fiche_put_lower(&lower, nom);
	for (size_t i = 0; i < text.n; i++) {
		struct str name =
		    name_at((struct str){ text.p + i, text.n - i });

		if (str_is(name, "nom"))
			put_inside(b, nom);
		else if (str_is(name, "nom_bas"))
			put_inside(b, buf_view(&lower));
		else {
			buf_byte(b, text.p[i]);
			continue;
		}
		i += name.n + 1;
	}
	if (js_check(b->p + start, b->n - start, &e))
		die("%s: %s", names[FILE_SIMULATION], e.msg);
	buf_free(&scratch);
	buf_free(&lower);
}

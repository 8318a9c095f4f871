#include "offres/obfuscate.h"
#include "crypto/sha256.h"
#include "json/js.h"

#define FAKE "faux_email@faux-domaine-compagnie.com"

static const char *seed;

static void
hash_of(char hex[SHA256_TEXT_MAX], struct str table, struct str id)
{
	struct sha256 s;

	sha256_begin(&s);
	sha256_add(&s, seed, strlen(seed));
	sha256_add(&s, "\n", 1);
	sha256_add(&s, table.p, table.n);
	if (id.p) {
		sha256_add(&s, "\n", 1);
		sha256_add(&s, id.p, id.n);
	}
	sha256_end(&s, hex);
}

static struct str
argument(sqlite3_value *v)
{
	const char *p = (const char *)sqlite3_value_text(v);

	return (
	    struct str){ p ? p : "", p ? (size_t)sqlite3_value_bytes(v) : 0 };
}

/* random_address(TABLE, ID) */
static void
random_address(sqlite3_context *c, int n, sqlite3_value **arg)
{
	char h[SHA256_TEXT_MAX];
	struct buf b = { 0 };

	(void)n;
	hash_of(h, argument(arg[0]), argument(arg[1]));
	buf_fmt(&b, "%.8s-%.4s-4%.3s-8%.3s-%.12s@faux-domaine.fr", h, h + 8,
	    h + 13, h + 17, h + 20);
	sqlite3_result_text64(c, b.p, b.n, SQLITE_TRANSIENT, SQLITE_UTF8);
	buf_free(&b);
}

/* random_applicant(): the same for all */
static void
random_applicant(sqlite3_context *c, int n, sqlite3_value **arg)
{
	char h[SHA256_TEXT_MAX];

	(void)n;
	(void)arg;
	hash_of(h, STR("applications"), STR_NULL);
	sqlite3_result_text(c, h, 24, SQLITE_TRANSIENT);
}

static void
put_delegation(struct buf *b, struct js delegation)
{
	struct js_walk w = js_walk(delegation);
	struct js key, value;

	js_put_comma(b);
	if (delegation.type != JS_OBJECT) {
		buf_str(b, "null");
		return;
	}
	buf_byte(b, '{');
	while (js_member(&w, &key, &value)) {
		js_put_comma(b);
		js_put_raw(b, key);
		buf_byte(b, ':');
		if (js_is(key, "email") && !js_is_null(value))
			buf_str(b, "\"" FAKE "\"");
		else
			js_put_raw(b, value);
	}
	buf_byte(b, '}');
}

/* mask_delegations(JSON): what is no array of objects may hold an address
 * anywhere, and does not stay. */
static void
mask_delegations(sqlite3_context *c, int n, sqlite3_value **arg)
{
	struct str text = argument(arg[0]);
	struct buf b = { 0 };
	struct err e;
	struct js item;

	(void)n;
	if (sqlite3_value_type(arg[0]) == SQLITE_NULL)
		return;
	buf_byte(&b, '[');
	if (!js_check(text.p, text.n, &e) && js_of(text).type == JS_ARRAY)
		for (struct js_walk w = js_walk(js_of(text));
		     js_item(&w, &item);)
			put_delegation(&b, item);
	buf_byte(&b, ']');
	sqlite3_result_text64(c, b.p, b.n, SQLITE_TRANSIENT, SQLITE_UTF8);
	buf_free(&b);
}

void
obfuscate_add_functions(struct db *d, const char *text)
{
	static const struct {
		const char *name;
		int args;
		void (*run)(sqlite3_context *c, int n, sqlite3_value **arg);
	} functions[] = {
		{ "random_address", 2, random_address },
		{ "random_applicant", 0, random_applicant },
		{ "mask_delegations", 1, mask_delegations },
	};

	seed = text;
	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++)
		if (sqlite3_create_function(d->h, functions[i].name,
			functions[i].args, SQLITE_UTF8, NULL, functions[i].run,
			NULL, NULL))
			die("%s: %s", d->path, sqlite3_errmsg(d->h));
}

#include <stdlib.h>

#include "base/err.h"
#include "base/in.h"
#include "base/text.h"
#include "traitement/sercel/sercel_conf.h"

char *sercel_conf[SERCEL_KEYS];

static const struct {
	const char *name, *value;
} defaults[SERCEL_KEYS] = {
	[K_BASE] = { "base", "https://sercel.example/api" },
	[K_DISPONIBILITE] = { "disponibilite",
	    "/ouvrages/{id_sercel}/disponibilite?depuis={depuis}" },
	[K_LOT] = { "lot", "/ouvrages/{id_sercel}/lots/{id_lot}" },
	[K_AUTH] = { "auth", "bearer" },
	[K_NOUVELLES] = { "nouvelles", "/nouvellesDonnees" },
	[K_LOTS] = { "lots", "/lots" },
	[K_LOT_ID] = { "lot.id", "/id" },
	[K_LOT_DEBUT] = { "lot.debut", "/debut" },
	[K_LOT_FIN] = { "lot.fin", "/fin" },
};

/* A # at the start or after a blank begins a comment. */
static struct str
without_comment(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '#' &&
		    (!i || s.p[i - 1] == ' ' || s.p[i - 1] == '\t'))
			s.n = i;
	return js_trim(s);
}

static void
set(enum sercel_key k, struct str value)
{
	free(sercel_conf[k]);
	sercel_conf[k] = xstrndup(value.p, value.n);
}

static void
read_line(const struct in *in, struct str line)
{
	const char *equals = memchr(line.p, '=', line.n);
	struct str name, value;
	enum sercel_key k = 0;

	if (!equals)
		die("%s:%zu: NAME = VALUE is expected, not '%s'", in->name,
		    in->line, err_quote(line.p, line.n));
	name = js_trim((struct str){ line.p, (size_t)(equals - line.p) });
	value = js_trim(
	    (struct str){ equals + 1, line.n - (size_t)(equals - line.p) - 1 });
	while (k < SERCEL_KEYS && !str_is(name, defaults[k].name))
		k++;
	if (k == SERCEL_KEYS)
		die("%s:%zu: unknown setting '%s'", in->name, in->line,
		    err_quote(name.p, name.n));
	set(k, value);
}

static void
read_file(const char *path)
{
	struct in in;
	struct str line;

	in_open(&in, path);
	while (in_line(&in, &line)) {
		line = without_comment(line);
		if (line.n)
			read_line(&in, line);
	}
	in_close(&in);
}

static void
check(const char *path)
{
	const char *auth = sercel_conf[K_AUTH], *base = sercel_conf[K_BASE];

	if (strcmp(auth, "none") && strcmp(auth, "basic") &&
	    strcmp(auth, "bearer"))
		die("%s: auth: none, basic or bearer is expected, not '%s'",
		    path ? path : "sercel.conf", auth);
	if (strncmp(base, "http://", 7) && strncmp(base, "https://", 8) &&
	    strncmp(base, "file://", 7))
		die("SERCEL_URL: an http, https or file URL is expected, not "
		    "'%s'",
		    base);
}

void
sercel_conf_read(const char *path)
{
	const char *url = getenv("SERCEL_URL");
	size_t n;

	for (enum sercel_key k = 0; k < SERCEL_KEYS; k++)
		set(k, str_of(defaults[k].value));
	if (path)
		read_file(path);
	if (url && *url)
		set(K_BASE, str_of(url));
	for (n = strlen(sercel_conf[K_BASE]);
	     n && sercel_conf[K_BASE][n - 1] == '/'; n--)
		sercel_conf[K_BASE][n - 1] = '\0';
	check(path);
}

void
sercel_conf_free(void)
{
	for (enum sercel_key k = 0; k < SERCEL_KEYS; k++) {
		free(sercel_conf[k]);
		sercel_conf[k] = NULL;
	}
}

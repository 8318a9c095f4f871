/* What Sercel's answers may look like, by a configuration. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "tap.h"
#include "traitement/sercel/sercel.h"

static void
configure(const char *text)
{
	char path[] = "/tmp/sercel-XXXXXX";
	int fd = mkstemp(path);
	ssize_t n = (ssize_t)strlen(text);

	if (fd < 0 || write(fd, text, (size_t)n) != n || close(fd) < 0)
		die("%s:", path);
	sercel_open(path);
	unlink(path);
}

/* The lots of an answer, "id from-to", or "refused". */
static const char *
lots_of(const char *body)
{
	static char text[512];
	struct sercel_lots lots;
	size_t at = 0;

	if (!sercel_lots_read(&lots, str_of(body)))
		return "refused";
	*text = '\0';
	for (size_t i = 0; i < lots.n; i++) {
		char from[DAY_TEXT_MAX] = "", to[DAY_TEXT_MAX];

		if (lots.v[i].debut != DAY_NULL)
			day_print_utc(lots.v[i].debut, from);
		day_print_utc(lots.v[i].fin, to);
		at += (size_t)snprintf(text + at, sizeof(text) - at,
		    "%s %.10s-%.10s ", lots.v[i].id, from, to);
	}
	sercel_lots_free(&lots);
	return text;
}

static const struct {
	const char *body, *lots;
} plain[] = {
	{ "{\"nouvellesDonnees\":true,\"lots\":[{\"id\":\"b\","
	  "\"fin\":\"2026-01-02T00:00:00Z\"},{\"id\":7,"
	  "\"debut\":\"2026-01-01\",\"fin\":\"2026-01-02T00:00:00Z\"},"
	  "{\"id\":\"a\",\"debut\":null,\"fin\":\"2025-12-31\"}]}",
	    "a -2025-12-31 7 2026-01-01-2026-01-02 b -2026-01-02 " },
	{ "\xEF\xBB\xBF{\"nouvellesDonnees\":false}", "" },
	{ "{\"nouvellesDonnees\":0,\"lots\":3}", "" },
	{ "{\"nouvellesDonnees\":null}", "" },
	{ "{\"nouvellesDonnees\":true,\"lots\":[]}", "" },
	{ "{\"nouvellesDonnees\":true}", "refused" },
	{ "{\"nouvellesDonnees\":true,\"lots\":{}}", "refused" },
	{ "{\"nouvellesDonnees\":true", "refused" },
	{ "{\"nouvellesDonnees\":1,\"lots\":[{\"id\":\"\",\"fin\":"
	  "\"2026-01-02\"}]}",
	    "refused" },
	{ "{\"nouvellesDonnees\":1,\"lots\":[{\"id\":\"a\\u0000\",\"fin\":"
	  "\"2026-01-02\"}]}",
	    "refused" },
	{ "{\"nouvellesDonnees\":1,\"lots\":[{\"id\":\"a\",\"fin\":"
	  "\"2026-01-02\"},{\"id\":\"b\"}]}",
	    "refused" },
	{ "{\"nouvellesDonnees\":1,\"lots\":[{\"id\":\"a\",\"fin\":3}]}",
	    "refused" },
	{ "{\"nouvellesDonnees\":1,\"lots\":[{\"id\":\"a\",\"debut\":\"x\","
	  "\"fin\":\"2026-01-02\"}]}",
	    "refused" },
};

int
main(void)
{
	setenv("SERCEL_URL", "file:///nowhere//", 1);
	configure("# a comment\n\nauth = none # by file\n");
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		tap_is(lots_of(plain[i].body), plain[i].lots, plain[i].body);
	sercel_close();
	configure("auth=none\nnouvelles = /0/n\nlots = /1\nlot.id = /2\n"
		  "lot.debut = /0\nlot.fin = /1\n");
	tap_is(
	    lots_of("[{\"n\":true},[[\"2026-01-01\",\"2026-01-02\",\"x\"]]]"),
	    "x 2026-01-01-2026-01-02 ", "pointers into arrays");
	tap_is(lots_of("[{\"n\":true},[[\"2026-01-01\",\"2026-01-02\"]]]"),
	    "refused", "beyond an array's end");
	tap_is(lots_of("[{\"n\":true}]"), "refused", "no list there");
	sercel_close();
	return tap_done();
}

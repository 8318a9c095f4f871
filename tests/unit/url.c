#include <stdlib.h>
#include <strings.h>

#include "net/http.h"
#include "net/url.h"
#include "tap.h"

static const struct {
	const char *href, *url;
} hrefs[] = {
	{ "/f/x.xlsx", "https://a.fr/f/x.xlsx" },
	{ "f/x.xlsx", "https://a.fr/f/x.xlsx" },
	{ "../f/./x", "https://a.fr/f/x" },
	{ "//b.fr/x", "https://b.fr/x" },
	{ "http://b.fr:8080/x?y=%20#z", "http://b.fr:8080/x?y=%20#z" },
	{ "?y", "https://a.fr/?y" },
	{ "/a b/%C3%A9", "https://a.fr/a%20b/%C3%A9" },
	{ "/\xc3\xa9", "https://a.fr/%C3%A9" },
	{ " /f/Dares donn\u00e9es \u00e9t\u00e9.xlsx\r\n",
	    "https://a.fr/f/Dares%20donn%C3%A9es%20%C3%A9t%C3%A9.xlsx" },
	{ "https://a.fr/x y?q=\u00e9 z#\u00e9",
	    "https://a.fr/x%20y?q=%C3%A9%20z#%C3%A9" },
	{ "//b.fr/x\ty\"<>", "https://b.fr/xy%22%3C%3E" },
	{ "?q=\u00e9 ", "https://a.fr/?q=%C3%A9" },
	{ "http://b.fr/%zz%", "http://b.fr/%zz%" },
	{ "ftp://b.fr/x", NULL },
	{ "mailto:a@b.fr", NULL },
	{ "javascript:void(0)", NULL },
	{ "file:///etc/passwd", NULL },
};

int
main(void)
{
	char *whole;

	for (size_t i = 0; i < sizeof(hrefs) / sizeof(*hrefs); i++) {
		char *url = url_resolve("https://a.fr/", hrefs[i].href);

		tap_is(url, hrefs[i].url, hrefs[i].href);
		free(url);
	}
	whole = url_resolve(NULL, "http://a.fr/\u00e9 %20");
	tap_ok(whole && !strcasecmp(whole, "http://a.fr/%C3%A9%20%20"),
	    "an address by itself");
	free(whole);
	tap_ok(!url_resolve(NULL, "/x") && !url_resolve(NULL, "ftp://a.fr/"),
	    "none");
	tap_ok(http_is_date("Tue, 03 Mar 2026 09:15:00 GMT"), "a date");
	tap_ok(http_is_date("Mon, 03 Mar 2026 09:15:00 GMT"), "a wrong day");
	tap_ok(
	    !http_is_date("soon") && !http_is_date("") && !http_is_date(NULL),
	    "no date");
	return tap_done();
}

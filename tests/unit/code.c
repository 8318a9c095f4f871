#include "format/code.h"
#include "base/err.h"
#include "tap.h"

/* Texts in good are accepted, those in bad refused; lists end with NULL. */
struct shape {
	const char *name;
	bool (*check)(struct str);
	const char *const *good, *const *bad;
};

#define LIST (const char *const[])

static const struct shape shapes[] = {
	{ "cfd", code_cfd, LIST{ "32031000", "3203100A", "A0032000", NULL },
	    LIST{ "3203100a", "320X1000", "3203100", "320310000", "", "é31000",
		NULL } },
	{ "rncp", code_rncp, LIST{ "RNCP123", "RNCP1234", "RNCP37871", NULL },
	    LIST{ "RNCP12", "RNCP123456", "RS123", "rncp123", "RNCP12a",
		" RNCP123", "RNCP", "", NULL } },
	{ "numero_fiche", code_numero_fiche,
	    LIST{ "RNCP1", "RNCP123456", "RS5", NULL },
	    LIST{ "RNCP", "RS", "R1", "RNCP1 ", "", NULL } },
	{ "territoire", code_territoire, LIST{ "01", "2A", "978", NULL },
	    LIST{ "1", "9780", "2a", "..", "1/2", "", NULL } },
	{ "nsf", code_nsf, LIST{ "12", "123", "12a", "123z", NULL },
	    LIST{ "1", "1234", "12A", "12aa", "a", "", NULL } },
	{ "mef10", code_mef10, LIST{ "1234567890", NULL },
	    LIST{ "123456789", "12345678901", "123456789a", NULL } },
	{ "rome", code_rome, LIST{ "A", "A1", "A1234", NULL },
	    LIST{ "A12345", "a1234", "1234", "AB", "", NULL } },
	{ "bloc", code_bloc,
	    LIST{ "RNCP37871BC02", "1", "12", "RNCP123BC1", NULL },
	    LIST{ "RNCP37871BC123", "123", "RNCP37871BC", "RNCP12BC1",
		"RNCP37871B1", "", NULL } },
	{ "email", code_email,
	    LIST{ "cfa@exemple.fr", "X@exemple.fr", "a@c-.fr", "a@1.fr",
		"a'b@c.fr", "a.b+c_d-@e.f.gh", "-@a.fr", NULL },
	    LIST{ "cfa@exemple", "a@b.fr ", " a@b.fr", "é@c.fr", "a@c", "a@c.f",
		"a@-c.fr", "a@c.f1", "a/b@c.fr", ".a@b.fr", "a..b@c.fr",
		"a.@c.fr", "a'@c.fr", "@c.fr", "a@", "a@.fr", "a@c..fr",
		"a@c.fr.", "a@b@c.fr", "a@c.f-r", "", NULL } },
	{ "url", code_url,
	    LIST{ "http://a.b/c", "http:a", "mailto:x", "ftp://x", "a:b",
		"HTTP://A.B", "http://a.b/é è", "http://a_b.fr/x y", "x:y",
		"http:x.fr", "mailto:a@b.fr", " https://a.fr ", "https:///a",
		"http:\\\\a\\b", "http://u:p@a.fr:80/", "http://a:/",
		"http://[::1]:8080/", "http://127.0.0.1", "http://0x7f.1",
		"http://256", "http://4294967295", "http://é.fr",
		"http://a%41.fr", "ht\ntp://a", "http://a.fr.", "http://a?b c",
		"http://a#b", "http://1.2.3.4.", "x:", "a+b-c.9:z", "\1http:a",
		"x://", "x://a%b", "x:/ ", "file:///a", "file://h/a",
		"FILE:\\\\h\\a", "file:a:80", "file:/a:80", "file://c:/a",
		"file://h:", "file://C|", "file://[::1]/", "file://",
		"http://a\u00adb.fr", "http://\uff41.fr",
		"http://\u00e9\u3002fr", "http://xn--9ca.fr", "http://XN--ZCA/",
		"http://xn--ls8h", "http://\U0001f600", "http://\u00df.fr",
		"http://-\u00e9-", "http://ab--\u00e9", "http://a_\u00e9!",
		"http://=\u0338", "http://\u00e9\uff0d", "http://\u05d0.a",
		"http://\u0915\u094d\u200d\u0937", "http://%C3%A9.fr",
		"http://\uff11\uff12\uff17.1", NULL },
	    LIST{ "", "www.onisep.fr", "//a.b", "https://", "http://a b.fr",
		"http://[::1", "http://256.1.1.1/", "http://1.2.3.999",
		"1http://x.fr", "http:", "http://?a", "http://a:x/",
		"http://a:65536/", "http://a<b/", "http://a%20b.fr",
		"http://a%2", "http://4294967296", "http://1.2.3.4.5",
		"http://a.09", "http://1..2", "http://[1::2::3]/",
		"http://[::1]x/", "http://u@/", "http://u@:80/", "é:x", ":a",
		"ht tp://a", "http://a^b", "http://[]", "x://a b", "x://:80",
		"file://h:80/a", "file://h:0", "file://cc:/", "file://a b",
		"file://u@h/", "file://[::1]:80/", "file://1.2.3.999/",
		"http://xn--a/", "http://xn--/", "http://xn--abc/",
		"http://\u00ad/", "http://a\u200db/",
		"http://\U0001f600\u200da/", "http://\uff41\uff05\uff14\uff11/",
		"http://\u2100/", "http://\u0378/", "http://\u0301a/",
		"http://%E9.fr", "http://\uff11.2.3.999", "http://a\ufffd",
		NULL } },
};

static void
check_shapes(void)
{
	const struct shape *s;
	const char *const *t;
	char name[128];

	for (s = shapes; s < shapes + sizeof shapes / sizeof *shapes; s++) {
		for (t = s->good; *t; t++) {
			snprintf(name, sizeof name, "%s takes '%s'", s->name,
			    err_quote(*t, strlen(*t)));
			tap_ok(s->check(str_of(*t)), name);
		}
		for (t = s->bad; *t; t++) {
			snprintf(
			    name, sizeof name, "%s refuses '%s'", s->name, *t);
			tap_ok(!s->check(str_of(*t)), name);
		}
		tap_ok(!s->check(str_of(NULL)), "refuses NULL");
	}
}

/* text, normal form or NULL */
static const char *const sirets[][2] = {
	{ "90000000100017", "90000000100017" },
	{ "90000000100018", NULL },
	{ "900000001", "00000900000001" },
	{ "35600000012341", "35600000012341" },
	{ "35600000012345", NULL },
	{ " 90000000100017", NULL },
	{ "90000000100017 ", NULL },
	{ "00000000000000", NULL },
	{ "9000000010001a", NULL },
	{ "900000001000170", NULL },
	{ "90000001", NULL },
	{ "", NULL },
	{ NULL, NULL },
};

static const char *const uais[][2] = {
	{ "290900w", "0290900W" },
	{ "0291777Z", "0291777Z" },
	{ "1B", "0000001B" },
	{ "0290900A", NULL },
	{ "12345678A", NULL },
	{ "0290900\xd7", NULL },
	{ "0290900", NULL },
	{ "W", NULL },
	{ "029090 W", NULL },
	{ "", NULL },
	{ NULL, NULL },
};

int
main(void)
{
	char siret[15], uai[9];
	size_t i;

	check_shapes();
	for (i = 0; i < sizeof sirets / sizeof *sirets; i++)
		tap_is(code_siret(str_of(sirets[i][0]), siret) ? siret : NULL,
		    sirets[i][1], "siret");
	for (i = 0; i < sizeof uais / sizeof *uais; i++)
		tap_is(code_uai(str_of(uais[i][0]), uai) ? uai : NULL,
		    uais[i][1], "uai");
	return tap_done();
}

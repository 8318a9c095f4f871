/* Text of offers that goes into mails and URLs, their titles, their links. */
#include <stdlib.h>

#include "base/err.h"
#include "offres/duplicates/title.h"
#include "offres/texts/links.h"
#include "offres/texts/texte.h"
#include "tap.h"

static struct buf b;

static const char *
kebab(const char *s)
{
	b.n = 0;
	texte_put_kebab(&b, str_of(s));
	return buf_view(&b).p;
}

static const char *
sanitised(const char *s)
{
	b.n = 0;
	texte_put_sanitised(&b, str_of(s));
	return buf_view(&b).p;
}

/* How two titles are similar, "no" if they are not. */
static const char *
similar(const char *x, const char *y)
{
	static char reason[TITLE_REASON_MAX];
	struct title s, t;

	title_make(&s, str_of(x));
	title_make(&t, str_of(y));
	if (!title_similar(&s, &t, reason))
		strcpy(reason, "no");
	title_free(&s);
	title_free(&t);
	return reason;
}

static void
test_kebab(void)
{
	tap_is(kebab("Vendeur·se en prêt-à-porter H/F"),
	    "vendeur-se-en-prêt-à-porter-h-f", "letters, accents kept");
	tap_is(kebab("Développeur iOS / Android"), "développeur-i-os-android",
	    "a small letter, then a capital");
	tap_is(kebab("BTS NDRCTech 2e année"), "bts-ndrc-tech-2e-année",
	    "two capitals, then a small letter");
	tap_is(kebab("Chef de rang (CDD 12mois)"), "chef-de-rang-cdd-12mois",
	    "digits and small letters stay together");
	tap_is(kebab("  "), "offre", "no title");
	tap_is(kebab("ÉCOLE Œuvre"), "école-œuvre", "capitals beyond ASCII");
}

static void
test_sanitised(void)
{
	tap_is(sanitised(NULL), "", "NULL");
	tap_is(sanitised(" <b>Paula</b> & Cie "), "Paula &amp; Cie", "tags");
	tap_is(sanitised("a<script>x</SCRIPT >b"), "ab", "a script, closed");
	tap_is(sanitised("a<script>x"), "ax", "  not closed");
	tap_is(sanitised("1 < 2 > 0"), "1 &lt; 2 &gt; 0", "no tag");
	tap_is(sanitised("&eacute;&lt;b&gt;x&#233;&#x41;"), "&amp;eacute;xéA",
	    "entities are decoded before");
	tap_is(sanitised("&#0;&#xD800;&#1114112;"),
	    "&amp;#0;&amp;#xD800;&amp;#1114112;", "numbers of no character");
	tap_is(sanitised("x <a href='y"), "x &lt;a href='y",
	    "a tag without an end is text");
}

static void
test_titles(void)
{
	tap_is(similar("Boulanger", "Boulanger"), "identical", "equal");
	tap_is(similar("Boulanger pâtissier H/F", "Boulanger-Pâtissier (F/H)"),
	    "similar after clean", "equal but for signs");
	tap_is(similar("Assistant RH en alternance",
		   "Assistante ressources humaines alternance"),
	    "similar 0.96", "RH");
	tap_is(similar("Assistant commercial", "Assistante commerciale"),
	    "similar 0.89", "two letters more");
	tap_is(similar("Cuisinier", "Cuisinière"), "similar 0.94", "an accent");
	tap_is(similar("Serveur en restauration",
		   "Serveuse en restauration rapide"),
	    "no", "a word more");
	tap_is(similar("", ""), "no", "no titles");
}

static void
test_links(void)
{
	struct link_user u = { STR("65f000000000000000000001"),
		STR("Paula.Roux@example.org") };
	const char *dot;

	b.n = 0;
	links_put_login(&b, &u);
	dot = strrchr(buf_view(&b).p, '.');
	tap_ok(
	    !strncmp(b.p,
		"\"https://lba.example/espace-pro/authentification?token=", 55),
	    "the address of the link");
	tap_is(dot, ".DNopOSBs1q_kE7VUUtlqQ0p2VyMPLDs8L7qrOSo0HUk\"",
	    "its signature");
}

int
main(void)
{
	err_init("offres_texts");
	setenv("SUITE_NOW", "2026-03-10T09:20:00.000Z", 1);
	setenv("LBA_PUBLIC_URL", "https://lba.example", 1);
	setenv("LBA_JWT_SECRET", "secret", 1);
	test_kebab();
	test_sanitised();
	test_titles();
	test_links();
	return tap_done();
}

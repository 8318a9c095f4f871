#include <stdlib.h>

#include "base/in.h"
#include "format/scrape.h"
#include "tap.h"

static struct scrape *
open_page(const char *page)
{
	struct err e;
	struct scrape *s = scrape_open(str_of(page), &e);

	if (!s)
		printf("# %s\n", e.msg);
	return s;
}

/* The attribute of every link of a page, each behind a blank; "-" for none. */
static void
links(
    const char *page, const char *attribute, const char *want, const char *name)
{
	struct scrape *s = open_page(page);
	struct buf b = { 0 };

	while (s && scrape_next(s)) {
		char *value = scrape_attribute(s, attribute);

		buf_fmt(&b, " %s", value ? value : "-");
		free(value);
	}
	tap_is(buf_view(&b).p, want, name);
	if (s)
		scrape_close(s);
	buf_free(&b);
}

/* The first link of a page. */
static struct scrape *
first(const char *page)
{
	struct scrape *s = open_page(page);

	if (!s || !scrape_next(s))
		exit(1);
	return s;
}

static void
check_links(void)
{
	links("<p><a href=1>x<p><A HREF='2'></A></p><div><b><a href=\"3\">",
	    "href", " 1 2 3", "quotes, cases, depths, without an end");
	links("<!-- <a href=1> --><a href=2></a><!-- x", "href", " 2",
	    "comments");
	links("<script>'<a href=1>'</script><style><a href=2></style>"
	      "<pre><a href=3></a></pre><noscript><p><a href=4></a></p>"
	      "</noscript><a href=5></a>",
	    "href", " 5", "what is text");
	links("<a download></a><a download=''></a><a></a>", "download", "   -",
	    "an attribute without a value, and without text");
	links("<a title='&eacute;&#233;&#xe9;&ndash;&amp;&#039;&nbsp;.'>",
	    "title", " ééé–&'\u00a0.", "entities");
	links("<a title='x > y\n <b>'>", "title", " x > y\n <b>",
	    "brackets and line ends in an attribute");
	links("<meta charset=iso-8859-1><a title='\xc3\xa9\xe9'>", "title",
	    " é\uFFFD", "UTF-8, whatever it says");
	links("<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
	      "<a title='&x;'>&x;</a>",
	    "title", " &x;", "no entity of its own");
	links("{\"a\": 1}", "href", "", "no HTML");
}

static void
check_classes(void)
{
	struct scrape *s = first("<div class='list of'><ul class=x><li>"
				 "<a class='  b-c\td\n' href=1></a></ul></div>"
				 "<a href=2>");

	tap_ok(scrape_has_class(s, "b-c") && scrape_has_class(s, "d"),
	    "classes between blanks");
	tap_ok(!scrape_has_class(s, "b") && !scrape_has_class(s, "c") &&
		   !scrape_has_class(s, "D"),
	    "parts of them are none");
	tap_ok(scrape_is_within(s, "of") && scrape_is_within(s, "x") &&
		   !scrape_is_within(s, "d"),
	    "elements around it");
	tap_ok(scrape_next(s) && !scrape_is_within(s, "of") &&
		   !scrape_has_class(s, "d"),
	    "the next link");
	tap_ok(!scrape_next(s), "the end");
	scrape_close(s);
}

static void
check_text(void)
{
	struct scrape *s = first("<a><div class='k t'> a<b>b&nbsp;</b>\n"
				 "<!-- x -->c </div><p class=t>d</p></a>"
				 "<p class=u>e</p>");
	char *t = scrape_text(s, "t"), *u = scrape_text(s, "u");

	tap_is(t, " ab\u00a0\nc ", "all text of the first element of a class");
	tap_is(u, NULL, "not what is outside");
	free(t);
	free(u);
	scrape_close(s);
}

static void
check_bounds(void)
{
	struct buf b = { 0 };
	struct scrape *s;
	struct err e;

	tap_ok(!scrape_open(STR(""), &e), "an empty page");
	for (int i = 0; i < 200000; i++)
		buf_str(&b, i % 200 ? "<b>" : "<a href=1>");
	tap_ok(!scrape_open(buf_view(&b), &e), "a page that is too deep");
	while (b.n <= SCRAPE_MAX)
		buf_str(&b, "<p>");
	tap_ok(!scrape_open(buf_view(&b), &e), "a page that is too large");
	buf_free(&b);
	s = scrape_open((struct str){ "<p>\0<a>", 7 }, &e);
	tap_ok(s && scrape_next(s), "a NUL");
	scrape_close(s);
}

static void
check_real(const char *path)
{
	struct in in;
	struct err e;
	struct scrape *s;
	char *href = NULL;
	int n = 0;

	in_open(&in, path);
	while (in_more(&in))
		continue;
	s = scrape_open(buf_view(&in.buf), &e);
	while (s && scrape_next(s)) {
		char *title = scrape_attribute(s, "title");

		if (scrape_has_class(s, "file--x-office-spreadsheet") &&
		    title && strstr(title, "leur code IDCC - octobre 2024")) {
			n++;
			free(href);
			href = scrape_attribute(s, "href");
		}
		free(title);
	}
	tap_ok(n == 1 && href && strstr(href, "octobre%202024.xlsx"),
	    "a real page");
	free(href);
	scrape_close(s);
	in_close(&in);
}

int
main(void)
{
	const char *real = "../shared/real/pages/dares_ccn.html";
	FILE *f = fopen(real, "re");

	check_links();
	check_classes();
	check_text();
	check_bounds();
	if (f) {
		fclose(f);
		check_real(real);
	} else
		printf("ok %d - # SKIP no real page\n", ++tap_n);
	return tap_done();
}

/* Templates of mails. */
#include "mail/mail_template.h"
#include "base/err.h"
#include "tap.h"

static const char data[] =
    "{\"a\":\"<x> & \\\"y\\\"\",\"o\":{\"b\":1},\"n\":null,\"f\":false,"
    "\"e\":\"\",\"h\":\"1 &lt; 2 &amp; 3\",\"l\":[{\"a\":\"one\"},{\"c\":2}],"
    "\"t\":true}";

static const char *
filled(const char *template, bool html)
{
	static struct buf b;
	static struct err e;

	b.n = 0;
	if (mail_template_fill(
		&b, str_of(template), html, js_of(STR(data)), &e))
		return e.msg;
	return buf_view(&b).p;
}

int
main(void)
{
	err_init("mail_template");
	tap_is(filled("-{{a}}-", false), "-<x> & \"y\"-", "a text");
	tap_is(filled("{{a}}", true), "&lt;x&gt; &amp; &quot;y&quot;",
	    "escaped for HTML");
	tap_is(filled("{{{h}}}", true), "1 &lt; 2 &amp; 3", "raw");
	tap_is(filled("{{{h}}}", false), "1 < 2 & 3", "undone");
	tap_is(filled("{{o.b}}{{n}}", false), "1", "a path; null is nothing");
	tap_is(filled("{{#l}}[{{a}}]{{/l}}", false), "[one][<x> & \"y\"]",
	    "an array: its elements come first");
	tap_is(filled("{{#n}}x{{/n}}{{#f}}x{{/f}}{{#e}}x{{/e}}{{#t}}y{{/t}}",
		   false),
	    "y", "what is not said");
	tap_is(filled("{{#a}}1{{#t}}2{{/t}}{{/a}}3", false), "123",
	    "a section in a section");
	tap_is(filled("{{z}}", false), "data.z: it is missing", "no member");
	tap_is(filled("{{#a}}x", false), "{{#a}} is not closed", "no end");
	tap_is(filled("x{{/a}}", false), "{{/a}} closes no section",
	    "no beginning");
	return tap_done();
}

/* sax_scan against expat: parts of workbooks as they are, as they may be, and
 * with a byte that is wrong. */
#include "../sax_same.h"
#include "differential.h"

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define MC "http://schemas.openxmlformats.org/markup-compatibility/2006"
#define REL                                                                    \
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships"

#define STRICT "http://purl.oclc.org/ooxml/officeDocument/relationships"

#define ANY(list) (list)[pick(sizeof(list) / sizeof(*(list)))]

/* What is odd in a list comes last, and is seldom taken: once in so many. */
#define SOME(list, usual) (rarely(odd) ? ANY(list) : (list)[pick(usual)])

static int odd;

static void
put_reference(struct buf *b)
{
	static const char *const all[] = { "&amp;", "&lt;", "&apos;", "&#10;",
		"&#xE9;", "&quot;", "&gt;", "&#13;", "&#x1F600;", "&#xFFFD;",
		"&#9;", "&nbsp;", "&#0;", "&#xD800;", "&#xFFFE;", "&#X41;",
		"&#;", "&#x;", "&;", "& ", "&#1114112;", "&#00000000065;",
		"&#8;", "&am", "&#-1;", "&#xG;", "&#4294967361;" };

	buf_str(b, SOME(all, 11));
}

static void
put_text(struct buf *b)
{
	static const char *const all[] = { "12", "Lib\xC3\xA9", "a b", "\n",
		"_x000D_", "\t", "]", "\xE2\x80\x99", "\xF0\x9F\x98\x80",
		"\r\n", "\r", "]]", "]]>", ">", "\"'", "\x7F", "\xEF\xBF\xBD",
		"\xEF\xBF\xBE", "\xEF\xBF\xBF", "\x01", "\xC3", "\xED\xA0\x80",
		"\xC0\x80", "<![CDATA[x & <y>]]>", "<!-- c -->", "<?p i?>", "<",
		"-->", "\x1F", "\xFF", "<![CDATA[", "<!--" };

	for (int n = pick(4); n; n--)
		if (rarely(4))
			put_reference(b);
		else
			buf_str(b, SOME(all, 11));
}

static void
put_value(struct buf *b)
{
	static const char *const all[] = { "A1", "s", "", "7", "inlineStr",
		"\xC3\xA9", " ", ">", "'", "\t", "\n", "\r\n", "<", "]]>",
		"\xEF\xBF\xBF", "\x02", "\xC3", "urn:x", MAIN, MC, REL };

	for (int n = pick(3); n; n--)
		if (rarely(6))
			put_reference(b);
		else
			buf_str(b, SOME(all, 8));
}

static void
put_blank(struct buf *b, bool needed)
{
	static const char *const all[] = { " ", " ", "\n", "\t", "\r\n", "  ",
		"", "\f" };

	if (needed || rarely(20))
		buf_str(b, SOME(all, 2));
}

/* One that most likely differs from the last one, whose number was *at. */
static void
put_attribute(struct buf *b, int *at)
{
	static const char *const names[] = { "r", "s", "t", "xml:space", "r:id",
		"mc:Ignorable", "xmlns:z", "xmlns:a", "Id", "xmlns", "a:id",
		"b:id", "xmlns:b", "xmlns:r", "z:id", "xml:lang", "xmlns:xml",
		"xmlns:xmlns", "xmlns:", "a:b:c", ":a", "1", "\xC3\xA9",
		"a-b.c", "xmlnsa", "r:xmlns", "xmlns:xmlx" };
	static const char *const uris[] = { MAIN, MC, REL, "urn:x", "urn:y", "",
		"http://www.w3.org/XML/1998/namespace",
		"http://www.w3.org/2000/xmlns/", "a&amp;b", "a&#10;b",
		"http://purl.oclc.org/ooxml/spreadsheetml/main", STRICT };
	const char *name =
	    rarely(odd) ? ANY(names) : names[(*at += 1 + pick(2)) % 8];
	const char *quote = rarely(5) ? "'" : "\"";

	put_blank(b, true);
	buf_str(b, name);
	put_blank(b, false);
	buf_str(b, rarely(odd) ? "" : "=");
	put_blank(b, false);
	buf_str(b, quote);
	if (!strncmp(name, "xmlns", 5) && !rarely(odd))
		buf_str(b, SOME(uris, 5));
	else
		put_value(b);
	buf_str(b, rarely(odd) ? "" : quote);
}

static void
put_attributes(struct buf *b)
{
	static const char *const whole[] = { " xmlns=\"urn:x\"", " xmlns=\"\"",
		" xmlns='" MAIN "'", " xmlns:b='urn:y'",
		" xmlns:b='urn:y' a:id='' b:id=''", " a:id='' b:id=''" };
	int most = rarely(odd) ? 40 : 4;
	int at = pick(8);

	for (int n = pick(most); n; n--)
		put_attribute(b, &at);
	if (rarely(8))
		buf_str(b, ANY(whole));
}

static void
put_element(struct buf *b, int depth)
{
	static const char *const names[] = { "c", "row", "v", "is", "t", "x:c",
		"mc:AlternateContent", "mc:Fallback", "mc:Choice", "a:c", "b:c",
		"z:c", "xml:c", "xmlns:c", "a:b:c", "c-1.x", "_", "1",
		"\xC3\xA9", "c\xC3\xA9", ":c", "c:", "Fallback", "" };
	const char *name = SOME(names, 9), *end = rarely(odd) ? "c" : name;

	buf_byte(b, '<');
	buf_str(b, name);
	put_attributes(b);
	put_blank(b, false);
	if (rarely(5)) {
		buf_str(b, "/>");
		return;
	}
	buf_byte(b, '>');
	for (int n = depth > 5 ? 0 : pick(4); n; n--) {
		put_text(b);
		put_element(b, depth + 1);
	}
	put_text(b);
	buf_str(b, "</");
	buf_str(b, end);
	put_blank(b, false);
	buf_str(b, rarely(odd) ? "" : ">");
}

static void
put_prolog(struct buf *b)
{
	static const char *const all[] = {
		"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>",
		"", "<?xml version='1.0' encoding='utf-8'?>\r\n",
		"\xEF\xBB\xBF<?xml version=\"1.0\"?>\n",
		"<?xml version=\"1.0\" standalone='no'?> ", "\xEF\xBB\xBF", " ",
		" <?xml version=\"1.0\"?>", "<?xml version=\"1.1\"?>",
		"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>",
		"<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
		"<?xml encoding=\"UTF-8\"?>", "<?xml?>",
		"<?xml version=\"1.0\"", "<!DOCTYPE a>", "<!-- c -->", "<?p?>",
		"x", "\xFF\xFE", "<?xml version=\"1.0\"encoding=\"UTF-8\"?>",
		"<?xml version=\"1.0\" standalone=\"maybe\"?>", "\xEF", "<"
	};

	buf_str(b, SOME(all, 5));
}

/* What no block holds, or what is refused: blanks, an attribute, text. */
static void
put_much(struct buf *b)
{
	static const char *const before[] = { "<a b=\"", "<a ", "<a", "" };
	static const char *const after[] = { "\"/>", "/>", "/>", "" };
	int form = pick(4), n = rarely(3) ? 1200000 : 130000;

	buf_str(b, before[form]);
	for (n = pick(n); n; n--)
		buf_byte(b, form == 1 ? ' ' : 'x');
	buf_str(b, after[form]);
}

/* The root, with the namespaces of most parts. */
static void
put_root(struct buf *b)
{
	buf_str(b, "<worksheet");
	if (!rarely(4))
		buf_str(b, " xmlns=\"" MAIN "\"");
	buf_str(b, " xmlns:mc='" MC "' xmlns:x=\"" MAIN "\" xmlns:a=\"urn:x\""
		   " xmlns:b=\"urn:x\" xmlns:r='");
	buf_str(b, rarely(3) ? STRICT : REL);
	buf_byte(b, '\'');
	if (rarely(3))
		put_attributes(b);
	buf_byte(b, '>');
	for (int n = pick(5); n; n--)
		put_element(b, 0);
	if (rarely(300))
		put_much(b);
	if (rarely(odd))
		for (int n = pick(80); n; n--)
			buf_str(b, "<c>");
	buf_str(b, "</worksheet>");
}

static void
spoil(struct buf *b)
{
	static const char bytes[] = "<>&;\"'/=]x: \r\n\t!?-\x80\xC3\xFF\x01";
	char *at = b->p + pick((int)b->n);

	if (rarely(3))
		b->n = (size_t)(at - b->p);
	else
		*at = rarely(20) ? '\0' : bytes[pick(sizeof(bytes) - 1)];
}

static bool
one_case(void)
{
	static const char *const ends[] = { "", "\n", "\r\n ", "x", "<a/>",
		"<!-- c -->", "<?p?>", "</a>", "&lt;", "<" };
	struct buf b = { 0 };
	size_t piece = 1 + (size_t)pick(99);
	enum sax_went went;
	bool same;

	odd = rarely(3) ? INT32_MAX : rarely(3) ? 60 : 8;
	put_prolog(&b);
	put_root(&b);
	if (rarely(300))
		buf_fmt(&b, "%*s", pick(2400000), "");
	buf_str(&b, SOME(ends, 3));
	if (rarely(5))
		spoil(&b);
	if (rarely(3) || b.n > SAX_BLOCK) /* small pieces are slow */
		piece = SAX_BLOCK;
	same = sax_same(
	    buf_view(&b), piece, rarely(5) ? pick(20) : INT32_MAX, &went);
	if (!same)
		printf("sax: %d of:\n%.*s\n", (int)went, (int)b.n, b.p);
	buf_free(&b);
	return same;
}

int
main(int argc, char **argv)
{
	(void)argc;
	return differential(argv, one_case);
}

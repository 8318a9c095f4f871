#include "export/report/page.h"
#include "base/text.h"
#include "export/report/french.h"
#include "markup/markup.h"

void
page_put(struct buf *b, struct str text)
{
	struct buf good = { 0 };

	utf8_put_repaired(&good, text.p, text.n);
	for (size_t i = 0; i < good.n; i++)
		if ((unsigned char)good.p[i] < ' ' || good.p[i] == 0x7f)
			good.p[i] = ' ';
	markup_put(b, buf_view(&good), MARKUP_ALL);
	buf_free(&good);
}

void
page_put_cut(struct buf *b, struct str text, size_t max)
{
	size_t n = text.n;

	if (n > max) {
		n = max;
		while (n && ((unsigned char)text.p[n] & 0xc0) == 0x80)
			n--;
	}
	page_put(b, (struct str){ text.p, n });
	if (n < text.n)
		buf_str(b, "…");
}

void
page_table(struct buf *b, const char *class, const char *caption,
    const char *const *heads)
{
	buf_fmt(b, "<table class=\"%s\">\n<caption>%s", class, caption);
	buf_str(b, "</caption>\n<thead><tr>");
	for (; *heads; heads++)
		buf_fmt(b, "<th scope=\"col\"%s>%s</th>",
		    **heads == '#' ? " class=\"n\"" : "",
		    *heads + (**heads == '#'));
	buf_str(b, "</tr></thead>\n<tbody>\n");
}

void
page_table_end(struct buf *b)
{
	buf_str(b, "</tbody>\n</table>\n");
}

void
page_head_cell(struct buf *b, struct str text)
{
	buf_str(b, "<th scope=\"row\">");
	page_put(b, text);
	buf_str(b, "</th>");
}

static void
put_number(struct buf *b, int64_t n)
{
	if (n < 0)
		buf_str(b, "–");
	else
		french_put_number(b, n);
	buf_str(b, "</td>");
}

void
page_number_cell(struct buf *b, int64_t n)
{
	buf_str(b, "<td class=\"n\">");
	put_number(b, n);
}

void
page_worded_cell(struct buf *b, int64_t n, const char *one, const char *several)
{
	if (n >= 0)
		buf_fmt(
		    b, "<td class=\"n\" data-l=\"%s\">", n < 2 ? one : several);
	else
		buf_str(b, "<td class=\"n\">");
	put_number(b, n);
}

void
page_fold(struct buf *b, const char *summary)
{
	buf_fmt(b, "<details>\n<summary>%s</summary>\n", summary);
}

void
page_fold_end(struct buf *b)
{
	buf_str(b, "</details>\n");
}

void
page_nothing(struct buf *b, const char *sentence)
{
	buf_fmt(b, "<p class=\"nothing\">%s</p>\n", sentence);
}

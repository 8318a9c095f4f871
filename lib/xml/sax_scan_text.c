/* Text that has references, ends of lines or brackets. */
#include "xml/sax_scan.h"

/* Where the text up to stop, the end of the block, may be cut: not within a
 * reference, the end of a line or what could become "]]>". */
static char *
cut_text(char *p, char *stop)
{
	char *amp = memrchr(p, '&', (size_t)(stop - p));

	if (amp && !memchr(amp, ';', (size_t)(stop - amp)))
		stop = amp;
	while (stop > p && (stop[-1] == ']' || stop[-1] == '\r'))
		stop--;
	return stop;
}

/* Makes the ends of lines of p[0..n) one byte; the new length, or -1 if there
 * is a byte that no text has. */
static ssize_t
read_lines(char *p, size_t n)
{
	char *to = p;

	for (size_t i = 0; i < n; i++) {
		if (p[i] == '\r') {
			*to++ = '\n';
			i += i + 1 < n && p[i + 1] == '\n';
			continue;
		}
		if ((unsigned char)p[i] < 0x20 && !scan_is_blank(p[i]))
			return -1;
		*to++ = p[i];
	}
	return to - p;
}

/* Text from s->p on that has more in it than plain characters. */
enum sax_went
scan_other_text(struct scan *s)
{
	char *p = s->p, *stop = memchr(p, '<', (size_t)(s->end - p));
	ssize_t n;

	if (!stop)
		stop = cut_text(p, s->end);
	if (stop == p)
		return SAX_SHORT;
	if (memmem(p, (size_t)(stop - p), "]]>", 3))
		return SAX_ODD;
	n = read_lines(p, (size_t)(stop - p));
	if (n > 0)
		n = sax_decode(p, (size_t)n);
	if (n < 0)
		return SAX_ODD;
	s->p = stop;
	return scan_put_text(s, p, (size_t)n);
}

/*
 * Is a text an absolute URL? The WHATWG parser's answer: libcurl's parser
 * refuses http:x.fr and mailto:a@b.fr, and accepts http://1.2.3.999.
 */
#include <arpa/inet.h>
#include <stdint.h>
#include <strings.h>

#include "base/text.h"
#include "format/code.h"

static struct str
after(struct str s, size_t at)
{
	return (struct str){ s.p + at, s.n - at };
}

/* The parser drops tabs and line ends, and what surrounds the URL. */
static void
clean(struct buf *b, struct str s)
{
	size_t i;

	s = js_trim(s);
	while (s.n && (unsigned char)*s.p <= ' ') {
		s.p++;
		s.n--;
	}
	while (s.n && (unsigned char)s.p[s.n - 1] <= ' ')
		s.n--;
	for (i = 0; i < s.n; i++)
		if (!memchr("\t\n\r", s.p[i], 3))
			buf_byte(b, s.p[i]);
}

/* Length of the scheme, without its colon, or 0. */
static size_t
scheme_length(struct str s)
{
	size_t i;
	char c;

	for (i = 0; i < s.n; i++) {
		c = (char)(s.p[i] | 0x20);
		if (s.p[i] == ':')
			return i;
		if (c >= 'a' && c <= 'z')
			continue;
		if (!i || (!(s.p[i] >= '0' && s.p[i] <= '9') &&
			      !memchr("+-.", s.p[i], 3)))
			return 0;
	}
	return 0;
}

static bool
is_special(const char *p, size_t n)
{
	static const char *const scheme[] = { "http", "https", "ftp", "ws",
		"wss" };
	size_t i;

	for (i = 0; i < sizeof scheme / sizeof *scheme; i++)
		if (strlen(scheme[i]) == n && !strncasecmp(scheme[i], p, n))
			return true;
	return false;
}

/* An IPv4 part: decimal, octal after 0, hexadecimal after 0x; -1 if none. */
static int64_t
ipv4_number(struct str s)
{
	int base = 10, d;
	int64_t v = 0;
	size_t i = 0;

	if (!s.n)
		return -1;
	if (s.n > 1 && s.p[0] == '0') {
		base = (s.p[1] | 0x20) == 'x' ? 16 : 8;
		i = base == 16 ? 2 : 1;
	}
	for (; i < s.n; i++) {
		d = hex_value(s.p[i]);
		if (d < 0 || d >= base)
			return -1;
		if (v <= UINT32_MAX)
			v = v * base + d;
	}
	return v;
}

/* A host whose last label is a number must be an IPv4 address. */
static bool
number_host(struct str host)
{
	int64_t part[4];
	size_t i, from = 0;
	int n = 0;

	for (i = 0; i <= host.n; i++) {
		if (i < host.n && host.p[i] != '.')
			continue;
		if (n == 4)
			return false;
		part[n] = ipv4_number((struct str){ host.p + from, i - from });
		if (part[n++] < 0)
			return false;
		from = i + 1;
	}
	for (i = 0; i + 1 < (size_t)n; i++)
		if (part[i] > 255)
			return false;
	return part[n - 1] < (int64_t)1 << 8 * (5 - n);
}

static bool
ends_in_number(struct str host)
{
	const char *dot = memrchr(host.p, '.', host.n);
	size_t from = dot ? (size_t)(dot - host.p) + 1 : 0, i;
	struct str last = { host.p + from, host.n - from };

	for (i = 0; i < last.n && last.p[i] >= '0' && last.p[i] <= '9'; i++)
		;
	return last.n && (i == last.n || ipv4_number(last) >= 0);
}

/* What no host may hold, and some more. */
static bool
has_forbidden(struct str host, const char *more)
{
	size_t i;

	for (i = 0; i < host.n; i++)
		if ((unsigned char)host.p[i] <= ' ' ||
		    strchr("#/:<>?@[\\]^|", host.p[i]) ||
		    strchr(more, host.p[i]))
			return true;
	return false;
}

/* The host of a scheme with authority: percent-decoded, then a name or IPv4. */
static bool
domain(struct str s)
{
	struct buf b = { 0 };
	struct str host;
	bool good;
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '%' && i + 2 < s.n &&
		    hex_value(s.p[i + 1]) >= 0 && hex_value(s.p[i + 2]) >= 0) {
			buf_byte(&b, (char)(hex_value(s.p[i + 1]) << 4 |
					    hex_value(s.p[i + 2])));
			i += 2;
		} else {
			buf_byte(&b, s.p[i]);
		}
	}
	host = buf_view(&b);
	if (host.n > 1 && host.p[host.n - 1] == '.')
		host.n--;
	good = host.n && !has_forbidden(host, "%\177") &&
	       utf8_valid(host.p, host.n);
	if (good && ends_in_number(host))
		good = number_host(host);
	buf_free(&b);
	return good;
}

/* [IPv6] */
static bool
bracketed(struct str s)
{
	unsigned char address[16];
	char text[INET6_ADDRSTRLEN];

	if (s.n < 3 || s.n - 2 >= sizeof text || s.p[s.n - 1] != ']' ||
	    memchr(s.p, '\0', s.n))
		return false;
	memcpy(text, s.p + 1, s.n - 2);
	text[s.n - 2] = '\0';
	return inet_pton(AF_INET6, text, address) == 1;
}

static bool
port(struct str s)
{
	unsigned v = 0;
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (unsigned)(s.p[i] - '0');
		if (v > 65535)
			return false;
	}
	return true;
}

/* [user[:password]@]host[:port]; only schemes that are not special leave it
 * empty, or name a host of any kind. */
static bool
authority(struct str s, bool special)
{
	const char *at = s.n ? memrchr(s.p, '@', s.n) : NULL;
	size_t i;

	if (at)
		s = (struct str){ at + 1, s.n - (size_t)(at + 1 - s.p) };
	else if (!s.n)
		return !special;
	for (i = 0; i < s.n && s.p[i] != ':'; i++)
		if (s.p[i] == '[')
			while (i + 1 < s.n && s.p[i] != ']')
				i++;
	if (!i || !port(after(s, i + (i < s.n))))
		return false;
	s.n = i;
	if (*s.p == '[')
		return bracketed(s);
	return special ? domain(s) : !has_forbidden(s, "");
}

static bool
absolute(struct str s)
{
	size_t scheme = scheme_length(s), n;
	bool special = is_special(s.p, scheme);

	if (!scheme)
		return false;
	s = after(s, scheme + 1);
	n = 0;
	if (special)
		while (n < s.n && (s.p[n] == '/' || s.p[n] == '\\'))
			n++;
	else if (s.n > 1 && !memcmp(s.p, "//", 2))
		n = 2;
	else
		return true;
	s = after(s, n);
	for (n = 0; n < s.n && !memchr("/?#", s.p[n], 3); n++)
		if (special && s.p[n] == '\\')
			break;
	return authority((struct str){ s.p, n }, special);
}

bool
code_url(struct str s)
{
	struct buf b = { 0 };
	bool good;

	clean(&b, s);
	good = absolute(buf_view(&b));
	buf_free(&b);
	return good;
}

/*
 * Is a text an absolute URL? The answer is that of the WHATWG parser, which
 * browsers have: libcurl's parser refuses http:x.fr and mailto:a@b.fr, and
 * accepts http://1.2.3.999. International host names are libidn2's work.
 */
#include <arpa/inet.h>
#include <idn2.h>
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

static bool
is_letter(char c)
{
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'z';
}

/* Length of the scheme, without its colon, or 0. */
static size_t
scheme_length(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == ':')
			return i;
		if (is_letter(s.p[i]))
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

/* Is the first label of host, or any of them, in Punycode? */
static bool
has_punycode(struct str host, bool any)
{
	for (size_t i = 0; i + 4 <= host.n && (!i || any); i++)
		if ((!i || host.p[i - 1] == '.') &&
		    !strncasecmp(host.p + i, "xn--", 4))
			return true;
	return false;
}

/* A host in ASCII: a name or an IPv4 address. */
static bool
ascii_host(struct str host)
{
	if (host.n > 1 && host.p[host.n - 1] == '.')
		host.n--;
	if (!host.n || has_forbidden(host, "%\177"))
		return false;
	return !ends_in_number(host) || number_host(host);
}

/* UTS 46 as browsers have it leaves the signs of ASCII alone; libidn2 has rules
 * for hyphens, and others. Appends host with z in their places, which has no
 * other effect: Punycode and what no host may hold stay. */
static void
put_plain(struct buf *b, struct str host)
{
	static const char signs[] = "-_!\"$&'()*+,;=`{}~";
	bool punycode = false;

	for (size_t i = 0; i < host.n; i++) {
		if (!i || host.p[i - 1] == '.')
			punycode = has_punycode(after(host, i), false);
		buf_byte(
		    b, !punycode && strchr(signs, host.p[i]) ? 'z' : host.p[i]);
	}
}

/* Has libidn2 an ASCII form of host? Then 0, and it is *ascii, to be freed by
 * idn2_free; otherwise libidn2's error. */
static int
to_ascii(const char *host, char **ascii)
{
	int rc = idn2_to_ascii_8z(
	    host, ascii, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT);

	/* IDNA 2008 forbids symbols that UTS 46 allows. The transitional form
	 * does not, but it ignores joiners. */
	if (rc == IDN2_DISALLOWED && !strstr(host, "\u200c") &&
	    !strstr(host, "\u200d"))
		rc = idn2_lookup_u8((const uint8_t *)host, (uint8_t **)ascii,
		    IDN2_TRANSITIONAL | IDN2_NFC_INPUT);
	return rc;
}

/* A host with other characters, or with Punycode: by UTS 46, which maps
 * characters to others, to several or to nothing, and then in ASCII. Its length
 * does not matter. */
static bool
international_host(struct str host)
{
	struct buf plain = { 0 };
	char *ascii = NULL;
	bool good = false;

	put_plain(&plain, host);
	switch (to_ascii(buf_view(&plain).p, &ascii)) {
	case IDN2_OK:
		good = ascii_host(str_of(ascii));
		break;
	case IDN2_TOO_BIG_DOMAIN:
	case IDN2_TOO_BIG_LABEL:
	case IDN2_PUNYCODE_BIG_OUTPUT:
		good = true;
		break;
	case IDN2_HYPHEN_STARTEND: /* UTS 46 has made the hyphen */
		good = !has_punycode(host, true);
		break;
	}
	idn2_free(ascii);
	buf_free(&plain);
	return good;
}

/* The host of a special scheme, percent-encoded. */
static bool
domain(struct str s)
{
	struct buf b = { 0 };
	struct str host;
	bool good, ascii = true;

	for (size_t i = 0; i < s.n; i++) {
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
	for (size_t i = 0; i < host.n; i++)
		ascii = ascii && !(host.p[i] & 0x80);
	if (ascii && !has_punycode(host, true))
		good = ascii_host(host);
	else
		good = utf8_valid(host.p, host.n) &&
		       !memchr(host.p, '\0', host.n) &&
		       international_host(host);
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

/* file: may name a host, but no port; a drive letter is none. */
static bool
file_rest(struct str s)
{
	size_t n = 0;

	if (s.n < 2 || !memchr("/\\", s.p[0], 2) || !memchr("/\\", s.p[1], 2))
		return true;
	s = after(s, 2);
	while (n < s.n && !memchr("/\\?#", s.p[n], 4))
		n++;
	s.n = n;
	if (!n || (n == 2 && is_letter(s.p[0]) && memchr(":|", s.p[1], 2)))
		return true;
	return *s.p == '[' ? bracketed(s) : domain(s);
}

static bool
absolute(struct str s)
{
	size_t scheme = scheme_length(s), n = 0;
	bool special = is_special(s.p, scheme);
	bool file = scheme == 4 && !strncasecmp(s.p, "file", 4);

	if (!scheme)
		return false;
	s = after(s, scheme + 1);
	if (file)
		return file_rest(s);
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

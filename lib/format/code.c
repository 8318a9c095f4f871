#include "format/code.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_alnum(char c)
{
	return is_digit(c) || is_upper((char)(c & ~0x20));
}

static bool
all_digits(struct str s, size_t min, size_t max)
{
	size_t i;

	if (s.n < min || s.n > max)
		return false;
	for (i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]))
			return false;
	return true;
}

static bool
starts(struct str s, const char *prefix)
{
	size_t n = strlen(prefix);

	return s.n >= n && !memcmp(s.p, prefix, n);
}

static struct str
skip(struct str s, size_t n)
{
	return (struct str){ s.p + n, s.n - n };
}

bool
code_cfd(struct str s)
{
	size_t i;

	if (s.n != 8)
		return false;
	for (i = 0; i < 8; i++)
		if (!is_digit(s.p[i]) &&
		    ((i >= 3 && i < 6) || !is_upper(s.p[i])))
			return false;
	return true;
}

bool
code_rncp(struct str s)
{
	return starts(s, "RNCP") && all_digits(skip(s, 4), 3, 5);
}

bool
code_numero_fiche(struct str s)
{
	return (starts(s, "RNCP") && all_digits(skip(s, 4), 1, s.n)) ||
	       (starts(s, "RS") && all_digits(skip(s, 2), 1, s.n));
}

bool
code_territoire(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]) && !is_upper(s.p[i]))
			return false;
	return s.n == 2 || s.n == 3;
}

bool
code_nsf(struct str s)
{
	if (s.n && s.p[s.n - 1] >= 'a' && s.p[s.n - 1] <= 'z')
		s.n--;
	return all_digits(s, 2, 3);
}

bool
code_mef10(struct str s)
{
	return all_digits(s, 10, 10);
}

bool
code_rome(struct str s)
{
	return s.n && is_upper(*s.p) && all_digits(skip(s, 1), 0, 4);
}

bool
code_bloc(struct str s)
{
	const char *end = s.n > 4 ? memchr(s.p + 4, 'B', s.n - 4) : NULL;
	size_t n = end ? (size_t)(end - s.p) : 0;

	if (end && code_rncp((struct str){ s.p, n }) &&
	    starts(skip(s, n), "BC"))
		s = skip(s, n + 2);
	return all_digits(s, 1, 2);
}

/* Copies s behind zeros into out, width characters in all. */
static void
pad(struct str s, size_t width, char *out)
{
	memset(out, '0', width - s.n);
	memcpy(out + width - s.n, s.p, s.n);
	out[width] = '\0';
}

static bool
siret_sums(const char *digits)
{
	int i, d, luhn = 0, plain = 0;

	for (i = 0; i < 14; i++) {
		d = digits[i] - '0';
		plain += d;
		if (i % 2 == 0)
			d = d > 4 ? 2 * d - 9 : 2 * d;
		luhn += d;
	}
	if (luhn && luhn % 10 == 0)
		return true;
	/* La Poste's own rule for its offices. */
	return !memcmp(digits, "356000000", 9) && plain % 5 == 0;
}

bool
code_siret(struct str s, char out[15])
{
	if (!all_digits(s, 9, 14))
		return false;
	pad(s, 14, out);
	return siret_sums(out);
}

bool
code_uai(struct str s, char out[9])
{
	static const char key[] = "ABCDEFGHJKLMNPRSTUVWXYZ";
	int n = 0, i;

	if (s.n < 2 || s.n > 8 ||
	    !all_digits((struct str){ s.p, s.n - 1 }, 1, 7))
		return false;
	pad(s, 8, out);
	for (i = 0; i < 7; i++)
		n = n * 10 + (out[i] - '0');
	if (out[7] >= 'a' && out[7] <= 'z')
		out[7] = (char)(out[7] & ~0x20);
	return out[7] == key[n % 23];
}

static bool
email_local(struct str s)
{
	size_t i;

	if (!s.n || *s.p == '.' || s.p[s.n - 1] == '.' || s.p[s.n - 1] == '\'')
		return false;
	for (i = 0; i < s.n; i++) {
		if (!is_alnum(s.p[i]) && !memchr("_'+-.", s.p[i], 5))
			return false;
		if (i && s.p[i] == '.' && s.p[i - 1] == '.')
			return false;
	}
	return true;
}

/* (alnum[alnum -]*\.)+letters{2,} */
static bool
email_domain(struct str s)
{
	size_t i, label = 0;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '.') {
			if (i == label)
				return false;
			label = i + 1;
		} else if (!is_alnum(s.p[i]) && (s.p[i] != '-' || i == label)) {
			return false;
		}
	}
	if (!label || s.n - label < 2)
		return false;
	for (i = label; i < s.n; i++)
		if (is_digit(s.p[i]) || s.p[i] == '-')
			return false;
	return true;
}

bool
code_email(struct str s)
{
	const char *at = s.n ? memchr(s.p, '@', s.n) : NULL;
	size_t n = at ? (size_t)(at - s.p) : 0;

	return at && email_local((struct str){ s.p, n }) &&
	       email_domain(skip(s, n + 1));
}

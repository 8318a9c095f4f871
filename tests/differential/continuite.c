/* Groups of codes ([certifications 9]): lists that are merged one by one, as
 * it is said there, which must be the connected components as well. */
#include "apprentissage/certifications/continuite.h"
#include "differential.h"
#include "json/js.h"

#define CODES 24

static struct known {
	bool known, actif;
	struct interval period;
} known[CODES];

/* Groups in the order of their members; n 0: the group is gone. */
static struct group {
	int member[CODES];
	int n;
} group[CODES];
static int groups;

static bool linked[CODES][CODES]; /* the graph, closed by close_links */

static int
group_of(int code)
{
	for (int g = 0; g < groups; g++)
		for (int i = 0; i < group[g].n; i++)
			if (group[g].member[i] == code)
				return g;
	return -1;
}

static void
append(int g, int code)
{
	for (int i = 0; i < group[g].n; i++)
		if (group[g].member[i] == code)
			return;
	group[g].member[group[g].n++] = code;
}

static void
merge(const int *code, int n)
{
	int first = -1, g;

	for (int i = 0; i < n; i++) {
		g = group_of(code[i]);
		if (first < 0)
			first = g;
		if (g < 0 || g == first)
			continue;
		for (int k = 0; k < group[g].n; k++)
			group[first].member[group[first].n++] =
			    group[g].member[k];
		group[g].n = 0;
	}
	if (first < 0) {
		first = groups++;
		group[first].n = 0;
	}
	for (int i = 0; i < n; i++) {
		append(first, code[i]);
		linked[code[0]][code[i]] = linked[code[i]][code[0]] = true;
	}
}

/* Whatever is reached is linked. */
static void
close_links(void)
{
	for (int k = 0; k < CODES; k++)
		for (int i = 0; i < CODES; i++)
			for (int j = 0; j < CODES; j++)
				linked[i][j] |= linked[i][k] && linked[k][j];
}

/* Ascending, no beginning last; ties stay as they are. */
static void
sort(int *code, int n)
{
	for (int i = 1; i < n; i++)
		for (int j = i; j; j--) {
			msec a = known[code[j - 1]].period.debut;
			msec b = known[code[j]].period.debut;
			int keep = code[j];

			if (b == DAY_NULL || (a != DAY_NULL && a <= b))
				break;
			code[j] = code[j - 1];
			code[j - 1] = keep;
		}
}

static void
put_member(struct buf *b, int m, bool current, bool rncp)
{
	const struct known *k = &known[m];

	buf_str(b, rncp ? "{\"activation\":" : "{\"ouverture\":");
	day_put_paris(b, k->period.debut);
	buf_str(b, rncp ? ",\"fin_enregistrement\":" : ",\"fermeture\":");
	day_put_paris(b, k->period.fin);
	buf_fmt(b, ",\"code\":\"c%d\",\"courant\":%s", m,
	    current ? "true" : "false");
	if (rncp)
		buf_fmt(b, ",\"actif\":%s", k->actif ? "true" : "false");
	buf_byte(b, '}');
}

static void
put_list(struct buf *b, int code, bool rncp)
{
	int g = group_of(code), list[CODES], n = 0;

	if (g < 0) {
		buf_str(b, "null");
		return;
	}
	for (int i = 0; i < group[g].n; i++)
		if (known[group[g].member[i]].known)
			list[n++] = group[g].member[i];
	sort(list, n);
	buf_byte(b, '[');
	for (int i = 0; i < n; i++) {
		buf_str(b, i ? "," : "");
		put_member(b, list[i], list[i] == code, rncp);
	}
	buf_byte(b, ']');
}

static struct str
name(int code)
{
	static char text[8];

	snprintf(text, sizeof(text), "c%d", code);
	return str_of(text);
}

static msec
instant(void)
{
	return rarely(3) ? DAY_NULL : (msec)pick(5) * 86400000;
}

static void
begin(void)
{
	groups = 0;
	for (int i = 0; i < CODES; i++) {
		known[i] = (struct known){ !rarely(3), rarely(2),
			{ instant(), instant() } };
		for (int j = 0; j < CODES; j++)
			linked[i][j] = false;
	}
}

static void
tell(struct continuite *c)
{
	for (int i = 0; i < CODES; i++)
		if (known[i].known)
			continuite_know(
			    c, name(i), known[i].period, known[i].actif);
}

static void
link_some(struct continuite *c)
{
	int code[5], n = 1 + pick(5), span = 1 + pick(CODES);

	for (int i = 0; i < n; i++) {
		code[i] = pick(span);
		continuite_name(c, name(code[i]));
	}
	continuite_join(c);
	merge(code, n);
}

static bool
same(struct continuite *c, int code)
{
	struct buf got = { 0 }, want = { 0 };
	bool good;

	continuite_put(c, name(code), &got);
	put_list(&want, code, c->kind == CONTINUITE_RNCP);
	good = str_eq(buf_view(&got), buf_view(&want));
	if (!good)
		printf("c%d\n got    %s\n wanted %s\n", code, got.p, want.p);
	for (int i = 0; i < CODES; i++)
		good &= linked[code][i] ==
			(group_of(code) >= 0 && group_of(code) == group_of(i));
	buf_free(&got);
	buf_free(&want);
	return good;
}

static bool
one_case(void)
{
	struct continuite c = { .kind = rarely(2) ? CONTINUITE_CFD
						  : CONTINUITE_RNCP };
	bool early = rarely(2), good = true;

	begin();
	if (early)
		tell(&c);
	for (int n = pick(12); n; n--)
		link_some(&c);
	if (!early)
		tell(&c);
	continuite_list(&c);
	close_links();
	for (int i = 0; i < CODES && good; i++)
		good = same(&c, i);
	continuite_free(&c);
	return good;
}

int
main(int argc, char **argv)
{
	(void)argc;
	return differential(argv, one_case);
}

/* The rules of the nightly processing: units, numbers, instants, aggregates,
 * expressions. */
#include <math.h>

#include "tap.h"
#include "traitement/base/unite.h"
#include "traitement/kpi/agregat.h"
#include "traitement/kpi/expression.h"
#include "traitement/lot/lot.h"

static double
convert(double v, const char *a, const char *b)
{
	return unite_convert(v, unite_find(str_of(a)), unite_find(str_of(b)));
}

static void
test_units(void)
{
	tap_ok(
	    convert(0.1, "deg", "mrad") == 1.7453292519943298, "deg to mrad");
	tap_ok(convert(25, "°C", "K") == 298.15, "°C to K");
	tap_ok(convert(298.15, "K", "°C") == 25, "K to °C");
	tap_ok(convert(1, "m", "µm") == 1000000, "m to µm");
	tap_ok(!unite_find(STR("parsec")), "an unknown unit");
	tap_ok(!unite_is_convertible(
		   unite_find(STR("mm")), unite_find(STR("deg"))),
	    "a length is not an angle");
}

static void
test_numbers(void)
{
	static const struct {
		const char *text;
		double v;
	} cases[] = { { "4.0", 4 }, { "-7", -7 }, { "1,5", 1.5 }, { "5.", 5 },
		{ "+2e3", 2000 }, { "0.1", 0.1 },
		{ "123456789012345678", 123456789012345678.0 }, { ".5", NAN },
		{ "", NAN }, { "NaN", NAN }, { "1e999", NAN }, { "1.2.3", NAN },
		{ "0x1", NAN }, { "1e", NAN },
		{ "179.0000000000000000000001", 179 } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		double v = lot_number(str_of(cases[i].text));

		tap_ok(v == cases[i].v || (isnan(v) && isnan(cases[i].v)),
		    cases[i].text);
	}
}

static void
test_instants(void)
{
	tap_ok(lot_instant(STR("2026-11-19T06:00:00Z")) == 1795068000000,
	    "an instant");
	tap_ok(
	    lot_instant(STR("2026-11-19T07:00:00.1239+01:00")) == 1795068000123,
	    "an offset; the fraction is cut");
	tap_ok(
	    lot_instant(STR("1969-12-31T23:59:59.5Z")) == -500, "before 1970");
	tap_ok(
	    lot_instant(STR("2026-02-29T00:00:00Z")) == DAY_BAD, "no such day");
	tap_ok(lot_instant(STR("2026-11-19 06:00:00Z")) == DAY_BAD, "no T");
	tap_ok(lot_instant(STR("2026-11-19T06:00:00")) == DAY_BAD, "no zone");
	tap_ok(
	    lot_instant(STR("2026-11-19T06:00:00.Z")) == DAY_BAD, "no digit");
	tap_ok(lot_instant(STR("2026-11-19T24:00:00Z")) == DAY_BAD,
	    "no such hour");
}

/* The known answers of the night of 2026-11-20. */
static void
test_aggregates(void)
{
	const double x[] = { 3.58, 9.19, -7.640000000000001 };
	const int64_t t[] = { 1795068000000, 1795089600000, 1795111200000 };
	double scratch[3];
	const struct {
		enum agregat a;
		double parametre, v;
	} cases[] = { { AGG_NB, 0, 3 }, { AGG_MAX_ABS, 0, 9.19 },
		{ AGG_MOYENNE, 0, 1.71 }, { AGG_ETENDUE, 0, 16.83 },
		{ AGG_ECART_TYPE, 0, 8.56941654956742 },
		{ AGG_RMS, 0, 7.2028258343514 }, { AGG_QUANTILE, 0.9, 8.068 },
		{ AGG_MEDIANE, 0, 3.58 }, { AGG_PENTE, 0, -22.44 },
		{ AGG_DERNIERE, 0, -7.64 } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		tap_ok(agregat_round(agregat_value(cases[i].a, x, t, 3,
			   cases[i].parametre, scratch)) == cases[i].v,
		    "a known answer");
	tap_ok(agregat_value(AGG_SOMME, (const double[]){ 1e16, 1, -1e16 }, t,
		   3, 0, scratch) == 1,
	    "the sum is compensated");
	tap_ok(agregat_of(STR("variance")) == AGREGATS, "an unknown aggregate");
}

static bool
operand(void *arg, struct str code, double *v)
{
	(void)arg;
	*v = 6;
	return str_is(code, "A");
}

static void
test_expressions(void)
{
	static const struct {
		const char *text;
		enum expression_result result;
		double v;
	} cases[] = { { "1 + 2 * 3 - 4 / 8", EXPRESSION_OK, 6.5 },
		{ "- - A", EXPRESSION_OK, 6 },
		{ "max(A, 7, 1) + min(A, -A)", EXPRESSION_OK, 1 },
		{ "abs(1 - A)", EXPRESSION_OK, 5 },
		{ "A / (A - A) + B", EXPRESSION_DIVISION, 0 },
		{ "B / 0", EXPRESSION_ABSENT, 0 },
		{ "A +", EXPRESSION_SYNTAX, 0 },
		{ "abs(1, 2)", EXPRESSION_SYNTAX, 0 },
		{ "A A", EXPRESSION_SYNTAX, 0 }, { "", EXPRESSION_SYNTAX, 0 },
		{ "1.e3", EXPRESSION_SYNTAX, 0 } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct err e;
		double v = 0;

		tap_ok(
		    expression_value(str_of(cases[i].text), operand, NULL, &v,
			&e) == cases[i].result &&
			(cases[i].result != EXPRESSION_OK || v == cases[i].v),
		    cases[i].text);
	}
}

int
main(void)
{
	test_units();
	test_numbers();
	test_instants();
	test_aggregates();
	test_expressions();
	return tap_done();
}

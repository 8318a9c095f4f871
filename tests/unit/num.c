#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "tap.h"

static const struct {
	double v;
	const char *want;
} printed[] = {
	{ 48.39, "48.39" },
	{ 12, "12" },
	{ 0, "0" },
	{ -0.0, "0" },
	{ -4.4861, "-4.4861" },
	{ 0.1, "0.1" },
	{ 0.1 + 0.2, "0.30000000000000004" },
	{ 1.0 / 3, "0.3333333333333333" },
	{ 2.0 / 3, "0.6666666666666666" },
	{ 1e6 + 0.5, "1000000.5" },
	{ 999999.999999999, "999999.999999999" },
	{ 1e-6, "0.000001" },
	{ 0.000001234, "0.000001234" },
	{ 1e-7, "1e-7" },
	{ 1.5e-7, "1.5e-7" },
	{ 1e20, "100000000000000000000" },
	{ 123456789012345680000.0, "123456789012345680000" },
	{ 1e21, "1e+21" },
	{ -1.5e300, "-1.5e+300" },
	{ 1e15, "1000000000000000" },
	{ 999999999999999, "999999999999999" },
	{ 9007199254740991, "9007199254740991" },
	{ 9007199254740994, "9007199254740994" },
	{ 1700000000000, "1700000000000" },
	{ 5e-324, "5e-324" },
	{ 1.5e-323, "1.5e-323" },
	{ 2.2250738585072014e-308, "2.2250738585072014e-308" },
	{ 2.225073858507201e-308, "2.225073858507201e-308" },
	{ 1.7976931348623157e308, "1.7976931348623157e+308" },
	/* powers of two, where the nearest 16 digits do not read back */
	{ 0x1p-44, "5.684341886080802e-14" },
	{ 0x1p-1074, "5e-324" },
	{ 0x1p89, "6.189700196426902e+26" },
	{ NAN, "NaN" },
	{ INFINITY, "Infinity" },
	{ -INFINITY, "-Infinity" },
};

static const struct {
	const char *text;
	double number, prefix;
} parsed[] = {
	{ "", 0, NAN },
	{ " \t\n\xc2\xa0\xef\xbb\xbf", 0, NAN },
	{ "12", 12, 12 },
	{ " 12\xe2\x80\xa8", 12, 12 },
	{ "+12", 12, 12 },
	{ "-12.5", -12.5, -12.5 },
	{ "1e3", 1000, 1000 },
	{ "1E+3", 1000, 1000 },
	{ "1e-2", .01, .01 },
	{ ".5", .5, .5 },
	{ "5.", 5, 5 },
	{ "5.e1", 50, 50 },
	{ ".", NAN, NAN },
	{ "+", NAN, NAN },
	{ "-", NAN, NAN },
	{ "e1", NAN, NAN },
	{ "1e", NAN, 1 },
	{ "1e+", NAN, 1 },
	{ "12abc", NAN, 12 },
	{ "1 2", NAN, 1 },
	{ "1,5", NAN, 1 },
	{ "1_000", NAN, 1 },
	{ "0x10", 16, 0 },
	{ "0XfF", 255, 0 },
	{ "0x", NAN, 0 },
	{ "0xg", NAN, 0 },
	{ "-0x10", NAN, -0.0 },
	{ "0b101", 5, 0 },
	{ "0B2", NAN, 0 },
	{ "0o17", 15, 0 },
	{ "0o8", NAN, 0 },
	{ "0x20000000000001", 0x20000000000000, 0 },
	{ "0x20000000000003", 0x20000000000004, 0 },
	{ "0x40000000000002000000000001", 0x1.0000000000001p102, 0 },
	{ "Infinity", INFINITY, INFINITY },
	{ "+Infinity", INFINITY, INFINITY },
	{ "-Infinity", -INFINITY, -INFINITY },
	{ "Infinityx", NAN, INFINITY },
	{ "infinity", NAN, NAN },
	{ "inf", NAN, NAN },
	{ "nan", NAN, NAN },
	{ "1e400", INFINITY, INFINITY },
	{ "0.1", .1, .1 },
	{ "48.39", 48.39, 48.39 },
	{ "9007199254740993", 9007199254740992, 9007199254740992 },
	{ "0.30000000000000004", 0.30000000000000004, 0.30000000000000004 },
	{ "123456789012345678901234567890", 123456789012345678901234567890.0,
	    123456789012345678901234567890.0 },
	{ "0000000000000000000000000000000000000000000000000000000000000000012",
	    12, 12 },
};

static int
same(double a, double b)
{
	return isnan(a) ? isnan(b) : a == b;
}

/* Every text must read back, whatever the bits. */
static int
random_reads_back(void)
{
	unsigned long long bits, seed = 88172645463325252;
	char text[NUM_TEXT_MAX];
	double v;
	int i;

	for (i = 0; i < 100000; i++) {
		seed ^= seed << 13;
		seed ^= seed >> 7;
		seed ^= seed << 17;
		bits = seed;
		memcpy(&v, &bits, sizeof v);
		if (isnan(v))
			continue;
		if (i % 2)
			v = (double)(bits % 180000000000) / 1e9;
		if (num_print(v, text) != strlen(text) ||
		    num_json(text, strlen(text)) != v)
			return 0;
	}
	return 1;
}

int
main(void)
{
	char text[NUM_TEXT_MAX], name[128];
	struct str s;
	size_t i;

	for (i = 0; i < sizeof printed / sizeof *printed; i++) {
		num_print(printed[i].v, text);
		snprintf(name, sizeof name, "prints %s", printed[i].want);
		tap_is(text, printed[i].want, name);
	}
	for (i = 0; i < sizeof parsed / sizeof *parsed; i++) {
		s = str_of(parsed[i].text);
		snprintf(name, sizeof name, "Number('%zu')", i);
		tap_ok(same(num_parse(s), parsed[i].number), name);
		snprintf(name, sizeof name, "parseFloat('%zu')", i);
		tap_ok(same(num_prefix(s), parsed[i].prefix), name);
	}
	tap_ok(signbit(num_json("-0", 2)), "-0 keeps its sign");
	tap_ok(num_json("12345", 3) == 123, "reads no further than n");
	tap_ok(random_reads_back(), "any double reads back");
	return tap_done();
}

#include <math.h>
#include <stdlib.h>

#include "traitement/kpi/expression.h"

#define DEPTH_MAX 64

struct parser {
	const char *p, *end;
	int depth;
	bool check; /* syntax alone: values do not count */
	operand_fn *operand;
	void *arg;
	struct err *e;
	enum expression_result result;
};

static double sum(struct parser *x);

/* The first reason counts. The rest is not read: every loop ends there. */
static double
stop(struct parser *x, enum expression_result why)
{
	if (x->result == EXPRESSION_OK)
		x->result = why;
	x->p = x->end;
	return 0;
}

static double
wrong(struct parser *x, const char *expected)
{
	size_t left = (size_t)(x->end - x->p);

	if (x->result == EXPRESSION_OK)
		err_set(x->e, "%s is expected, not '%s'", expected,
		    left ? err_quote(x->p, left) : "the end");
	return stop(x, EXPRESSION_SYNTAX);
}

/* Skips blanks; true if the next character is c. */
static bool
is_next(struct parser *x, char c)
{
	while (x->p < x->end && (*x->p == ' ' || *x->p == '\t'))
		x->p++;
	return x->p < x->end && *x->p == c;
}

static bool
accept(struct parser *x, char c)
{
	bool is = is_next(x, c);

	x->p += is;
	return is;
}

static void
expect(struct parser *x, char c)
{
	char text[4] = { '\'', c, '\'', '\0' };

	if (!accept(x, c))
		wrong(x, text);
}

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

static void
skip_digits(struct parser *x)
{
	if (x->p == x->end || !is_digit(*x->p))
		wrong(x, "a digit");
	while (x->p < x->end && is_digit(*x->p))
		x->p++;
}

static double
number(struct parser *x)
{
	const char *first = x->p;
	char *text;
	double v;

	skip_digits(x);
	if (x->p < x->end && *x->p == '.') {
		x->p++;
		skip_digits(x);
	}
	if (x->p < x->end && (*x->p | 0x20) == 'e') {
		x->p++;
		x->p += x->p < x->end && (*x->p == '+' || *x->p == '-');
		skip_digits(x);
	}
	text = xstrndup(first, (size_t)(x->p - first));
	v = strtod(text, NULL);
	free(text);
	return v;
}

static double
code(struct parser *x)
{
	struct str name = { x->p, 0 };
	double v = 0;

	while (x->p < x->end &&
	       (is_upper(*x->p) || is_digit(*x->p) || *x->p == '_'))
		x->p++;
	name.n = (size_t)(x->p - name.p);
	if (!x->operand(x->arg, name, &v) && !x->check)
		return stop(x, EXPRESSION_ABSENT);
	return v;
}

/* The arguments of min, max or abs. */
static double
call(struct parser *x, struct str name)
{
	double v, other;

	expect(x, '(');
	v = sum(x);
	if (str_is(name, "abs")) {
		expect(x, ')');
		return fabs(v);
	}
	while (accept(x, ',')) {
		other = sum(x);
		if (str_is(name, "min") ? other < v : other > v)
			v = other;
	}
	expect(x, ')');
	return v;
}

static double
function(struct parser *x)
{
	struct str name = { x->p, 3 };

	if (x->end - x->p < 3 ||
	    (!str_is(name, "min") && !str_is(name, "max") &&
		!str_is(name, "abs")))
		return wrong(x, "a number, a code, min, max or abs");
	x->p += 3;
	return call(x, name);
}

static double
factor(struct parser *x)
{
	double v;

	if (++x->depth > DEPTH_MAX)
		return wrong(x, "less nesting");
	if (accept(x, '-')) {
		v = -factor(x);
	} else if (accept(x, '(')) {
		v = sum(x);
		expect(x, ')');
	} else if (x->p < x->end && is_digit(*x->p)) {
		v = number(x);
	} else if (x->p < x->end && is_upper(*x->p)) {
		v = code(x);
	} else {
		v = function(x);
	}
	x->depth--;
	return v;
}

static double
product(struct parser *x)
{
	double v = factor(x), other;

	for (;;)
		if (accept(x, '*')) {
			v *= factor(x);
		} else if (accept(x, '/')) {
			other = factor(x);
			if (other == 0 && !x->check)
				return stop(x, EXPRESSION_DIVISION);
			v /= other;
		} else {
			return v;
		}
}

static double
sum(struct parser *x)
{
	double v = product(x);

	for (;;)
		if (accept(x, '+'))
			v += product(x);
		else if (accept(x, '-'))
			v -= product(x);
		else
			return v;
}

static enum expression_result
run(struct parser *x, double *v)
{
	*v = sum(x);
	if (x->p < x->end)
		wrong(x, "an operator");
	return x->result;
}

enum expression_result
expression_value(
    struct str text, operand_fn *operand, void *arg, double *v, struct err *e)
{
	struct parser x = { .p = text.p,
		.end = text.p + text.n,
		.operand = operand,
		.arg = arg,
		.e = e };

	return run(&x, v);
}

int
expression_check(struct str text, operand_fn *operand, void *arg, struct err *e)
{
	struct parser x = { .p = text.p,
		.end = text.p + text.n,
		.check = true,
		.operand = operand,
		.arg = arg,
		.e = e };
	double v;

	return run(&x, &v) == EXPRESSION_OK ? 0 : -1;
}

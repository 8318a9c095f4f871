
#include "export/report/plot.h"
#include "export/report/french.h"

/* The drawing, in its own units. */
enum { WIDTH = 340, HEIGHT = 170, TOP = 10, BOTTOM = 144, RIGHT = 328 };

struct plot {
	const int64_t *value;
	int n;
	int64_t last;
	int64_t low, high, step; /* of the lines of the grid */
	double left;
};

/* 1, 2 or 5 times a power of ten that is at least x. */
static int64_t
round_step(double x)
{
	int64_t power = 1;

	while ((double)(power * 10) <= x)
		power *= 10;
	for (int k = 1; k <= 5; k += k == 2 ? 3 : 1)
		if ((double)(k * power) >= x)
			return k * power;
	return 10 * power;
}

static void
take_range(struct plot *p)
{
	int64_t low = INT64_MAX, high = 0;

	for (int i = 0; i < p->n; i++) {
		if (p->value[i] < 0)
			continue;
		low = p->value[i] < low ? p->value[i] : low;
		high = p->value[i] > high ? p->value[i] : high;
	}
	p->step = round_step((double)(high - low) / 3);
	p->low = low / p->step * p->step;
	p->high = (high + p->step - 1) / p->step * p->step;
	/* a line that does not move runs in the middle */
	if (p->high - p->low < 2 * p->step) {
		p->high += p->step;
		p->low = p->low < p->step ? 0 : p->low - p->step;
	}
}

static double
x_of(const struct plot *p, int i)
{
	return p->left + (RIGHT - p->left) * i / (p->n - 1);
}

static double
y_of(const struct plot *p, int64_t v)
{
	return BOTTOM - (double)(BOTTOM - TOP) * (double)(v - p->low) /
			    (double)(p->high - p->low);
}

/* The widest label decides where the lines begin. */
static void
take_left(struct plot *p)
{
	int digits = 1, spaces;

	for (int64_t v = p->high; v >= 10; v /= 10)
		digits++;
	spaces = (digits - 1) / 3;
	p->left = 12 + 7 * digits + 3 * spaces;
}

static void
put_grid(struct buf *b, const struct plot *p)
{
	for (int64_t v = p->low; v <= p->high; v += p->step) {
		buf_fmt(b,
		    "<path class=\"grid\" d=\"M%.1f %.1fH%d\"/>"
		    "<text class=\"y\" x=\"%.1f\" y=\"%.1f\">",
		    p->left, y_of(p, v), RIGHT, p->left - 6, y_of(p, v) + 4);
		french_put_number(b, v);
		buf_str(b, "</text>");
	}
}

/* The first days of months; the label stands in the middle, inside. */
static void
put_months(struct buf *b, const struct plot *p)
{
	for (int i = 0; i < p->n; i++) {
		int64_t day = p->last - p->n + 1 + i;
		double x = x_of(p, i);

		if (day_civil(day * 86400000).day != 1)
			continue;
		buf_fmt(
		    b, "<path class=\"tick\" d=\"M%.1f %dv5\"/>", x, BOTTOM);
		if (x < p->left + 20 || x > RIGHT - 16)
			continue;
		buf_fmt(b, "<text class=\"x\" x=\"%.1f\" y=\"%d\">", x,
		    BOTTOM + 19);
		french_put_short_day(b, day);
		buf_str(b, "</text>");
	}
}

static void
put_line(struct buf *b, const struct plot *p)
{
	const char *step = "M";
	int end = 0;

	buf_str(b, "<path class=\"line\" d=\"");
	for (int i = 0; i < p->n; i++) {
		if (p->value[i] < 0)
			continue;
		buf_fmt(
		    b, "%s%.1f %.1f", step, x_of(p, i), y_of(p, p->value[i]));
		step = "L";
		end = i;
	}
	buf_fmt(b,
	    "\"/><circle class=\"end\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>",
	    x_of(p, end), y_of(p, p->value[end]));
}

void
plot_put(
    struct buf *b, const char *title, const int64_t *value, int n, int64_t last)
{
	struct plot p = { .value = value, .n = n, .last = last };

	take_range(&p);
	take_left(&p);
	buf_fmt(b,
	    "<svg class=\"plot\" role=\"img\" viewBox=\"0 0 %d %d\">"
	    "<title>%s</title>",
	    WIDTH, HEIGHT, title);
	put_grid(b, &p);
	put_months(b, &p);
	put_line(b, &p);
	buf_str(b, "</svg>\n");
}

#include <stdio.h>

#include "queue/passemploi/calendar.h"

#define DAY_MS ((msec)86400000)

msec
months_before(msec t, int months)
{
	struct civil c = day_civil(t);
	int length, month = c.year * 12 + c.month - 1 - months;

	c.year = month / 12;
	c.month = month % 12 + 1;
	length = day_month_length(c.year, c.month);
	if (c.day > length)
		c.day = length;
	return day_utc(c);
}

msec
monday_of(msec t)
{
	msec days = t / DAY_MS - (t % DAY_MS < 0);

	/* The epoch was a Thursday. */
	return (days - ((days + 3) % 7 + 7) % 7) * DAY_MS;
}

void
put_date(char text[11], msec t)
{
	char iso[DAY_TEXT_MAX];

	day_print_utc(t, iso);
	snprintf(text, 11, "%.10s", iso);
}

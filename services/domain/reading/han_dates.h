#ifndef MANDATED_SERVICES_DOMAIN_READING_HAN_DATES_H_
#define MANDATED_SERVICES_DOMAIN_READING_HAN_DATES_H_

#include "services/domain/reading/line_tidying.h"

namespace mandated::domain {

// Writes the years and days of dates in digits where they are in Han numerals:
// "二〇二六年九月三十日" becomes "2026年九月30日". Months stay words of
// `dates.months`, and so does any numeral that is part of no date.
void TidyHanDates(Characters* characters);

}  // namespace mandated::domain

#endif  // MANDATED_SERVICES_DOMAIN_READING_HAN_DATES_H_

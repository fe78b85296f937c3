#ifndef MANDATED_TESTS_UNIT_DOMAIN_READING_ACTS_FIXTURE_H_
#define MANDATED_TESTS_UNIT_DOMAIN_READING_ACTS_FIXTURE_H_

#include <string>
#include <string_view>
#include <vector>

#include "mandates/v1/resolution.pb.h"
#include "services/domain/calendar.h"
#include "services/domain/reading/mandate_names.h"
#include "services/domain/reading/resolution_reader.h"

// A small registry, and resolutions of our own with one paragraph that counts.
namespace mandated::domain {

inline const Language& English() { return *Languages::BuiltIn().Find("en"); }

inline mandates::v1::Mandate MandateOf(
    const std::string& id, const std::string& title,
    mandates::v1::HolderType holder =
        mandates::v1::HOLDER_TYPE_SPECIAL_RAPPORTEUR,
    const std::string& country = "") {
  mandates::v1::Mandate mandate;
  mandate.set_name("mandates/" + id);
  mandate.set_title(title);
  mandate.set_holder_type(holder);
  mandate.set_country(country);
  return mandate;
}

inline std::vector<mandates::v1::Mandate> SmallRegistry() {
  using mandates::v1::HOLDER_TYPE_INDEPENDENT_EXPERT;
  using mandates::v1::HOLDER_TYPE_SPECIAL_RAPPORTEUR;
  using mandates::v1::HOLDER_TYPE_WORKING_GROUP;
  std::vector<mandates::v1::Mandate> all = {
      MandateOf("sr-food", "Special Rapporteur on the right to food"),
      MandateOf("sr-women",
                "Special Rapporteur on violence against women, its causes "
                "and consequences"),
      MandateOf("sr-slavery",
                "Special Rapporteur on contemporary forms of slavery, "
                "including its causes and consequences"),
      MandateOf("sr-trafficking",
                "Special Rapporteur on trafficking in persons, especially "
                "women and children"),
      MandateOf("sr-counter-terrorism",
                "Special Rapporteur on the promotion and protection of human "
                "rights and fundamental freedoms while countering terrorism"),
      MandateOf("wg-detention", "Working Group on Arbitrary Detention",
                HOLDER_TYPE_WORKING_GROUP),
      MandateOf("ie-solidarity",
                "Independent Expert on human rights and international "
                "solidarity",
                HOLDER_TYPE_INDEPENDENT_EXPERT),
      MandateOf("ie-mali",
                "Independent Expert on the situation of human rights in Mali",
                HOLDER_TYPE_INDEPENDENT_EXPERT, "MLI"),
      MandateOf("sr-belarus",
                "Special Rapporteur on the situation of human rights in "
                "Belarus",
                HOLDER_TYPE_SPECIAL_RAPPORTEUR, "BLR"),
      MandateOf("ie-sudan",
                "Independent Expert on the situation of human rights in the "
                "Sudan",
                HOLDER_TYPE_INDEPENDENT_EXPERT, "SDN")};
  all[0].add_former_titles("Special Rapporteur on hunger");
  return all;
}

inline const MandateNames& SmallNames() {
  static const auto* names =
      new MandateNames(Languages::BuiltIn(), SmallRegistry());
  return *names;
}

inline Calendar SmallCalendar() {
  mandates::v1::Session session;
  session.set_name("sessions/hrc-44");
  session.set_body("HRC");
  session.set_number(44);
  session.mutable_first_day()->set_year(2020);
  session.mutable_first_day()->set_month(6);
  session.mutable_first_day()->set_day(30);
  session.mutable_last_day()->set_year(2020);
  session.mutable_last_day()->set_month(7);
  session.mutable_last_day()->set_day(17);
  Calendar calendar;
  calendar.Put(session);
  return calendar;
}

// A resolution of the 44th session; `operative` are its numbered paragraphs.
inline std::string TextWith(std::string_view operative,
                            std::string_view title = "A matter of rights",
                            std::string_view preamble = "") {
  std::string text =
      "Human Rights Council\nForty-fourth session\n30 June-17 July 2020\n"
      "Agenda item 3\n"
      "Resolution adopted by the Human Rights Council on 16 July 2020\n"
      "44/99.\t";
  text += title;
  text += "\nThe Human Rights Council,\n";
  text += "Recalling the purposes of the Charter of the United Nations,\n";
  text += preamble;
  text += operative;
  text += "\n27th meeting\n16 July 2020\n[Adopted without a vote.]\n";
  return text;
}

inline mandates::v1::Resolution ReadText(const std::string& text,
                                         const std::string& language = "en") {
  static const auto* calendar = new Calendar(SmallCalendar());
  const ReadingContext context{&Languages::BuiltIn(), &SmallNames(), calendar};
  auto read = ReadResolution(context, text, language, "");
  return read.ok() ? *read : mandates::v1::Resolution();
}

inline mandates::v1::Resolution ReadOperative(
    std::string_view operative, std::string_view title = "A matter of rights") {
  return ReadText(TextWith(operative, title));
}

inline std::vector<std::string> ReasonsOf(
    const mandates::v1::Resolution& resolution) {
  std::vector<std::string> reasons;
  for (const auto& diagnostic : resolution.diagnostics()) {
    reasons.push_back(diagnostic.reason());
  }
  return reasons;
}

}  // namespace mandated::domain

#endif  // MANDATED_TESTS_UNIT_DOMAIN_READING_ACTS_FIXTURE_H_

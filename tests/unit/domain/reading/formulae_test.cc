#include <gtest/gtest.h>

#include <map>
#include <ostream>
#include <string>

#include "services/domain/reading/language.h"
#include "services/domain/reading/normal_text.h"

// What official texts say, and what it is read as.
namespace mandated::domain {
namespace {

struct Formula {
  const char* language;
  const char* key;
  const char* words;
  std::map<std::string, int> numbers;  // by capture
};

void PrintTo(const Formula& formula, std::ostream* out) {
  *out << formula.language << ' ' << formula.key << ": " << formula.words;
}

const Language& In(const std::string& code) {
  const Language* language = Languages::BuiltIn().Find(code);
  EXPECT_NE(language, nullptr) << code;
  return *language;
}

class FormulaTest : public testing::TestWithParam<Formula> {};

TEST_P(FormulaTest, IsRead) {
  const Formula& formula = GetParam();
  const std::string text = NormalText::Of(formula.words);
  const auto match = In(formula.language).Find(formula.key, text);
  ASSERT_TRUE(match.has_value());
  for (const auto& [name, number] : formula.numbers) {
    const Capture* capture = match->Find(name);
    ASSERT_NE(capture, nullptr) << name;
    EXPECT_EQ(capture->number, number) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Russian, FormulaTest,
    testing::Values(
        Formula{
            "ru", "front.session", "Сорок четвертая сессия", {{"ordinal", 44}}},
        Formula{"ru",
                "front.special_session",
                "Тридцать первая специальная сессия",
                {{"ordinal", 31}}},
        Formula{
            "ru", "front.agenda_item", "Пункт 3 повестки дня", {{"number", 3}}},
        Formula{"ru",
                "dates.span",
                "30 июня — 17 июля 2020 года",
                {{"day1", 30},
                 {"month1", 6},
                 {"day2", 17},
                 {"month2", 7},
                 {"year2", 2020}}},
        Formula{"ru",
                "dates.span",
                "24 февраля — 13 марта и 15–23 июня 2020 года",
                {{"day1", 24},
                 {"month2", 3},
                 {"day3", 15},
                 {"day4", 23},
                 {"month4", 6},
                 {"year2", 2020}}},
        Formula{"ru", "back.meeting", "27-е заседание", {{"ordinal", 27}}},
        Formula{"ru",
                "back.recorded_vote",
                "31 голосом против 15 при 1 воздержавшемся",
                {{"in_favour", 31}, {"against", 15}, {"abstaining", 1}}},
        Formula{"ru",
                "back.recorded_vote",
                "24 голосами против 10 при 13 воздержавшихся",
                {{"in_favour", 24}, {"against", 10}, {"abstaining", 13}}},
        Formula{"ru",
                "back.recorded_vote",
                "32 голосами против 14, при этом никто не воздержался",
                {{"in_favour", 32}, {"against", 14}, {"abstaining", 0}}},
        Formula{"ru",
                "terms.years",
                "на дальнейший трёхлетний период",
                {{"number", 3}}},
        Formula{"ru", "terms.years", "сроком на один год", {{"number", 1}}},
        Formula{"ru", "terms.years", "ещё на два года", {{"number", 2}}},
        Formula{"ru", "terms.one_year", "на год", {}},
        Formula{
            "ru", "terms.months", "на шестимесячный период", {{"number", 6}}},
        Formula{"ru",
                "terms.until_session",
                "до окончания пятнадцатой сессии Совета",
                {{"session", 15}}}));

INSTANTIATE_TEST_SUITE_P(
    Arabic, FormulaTest,
    testing::Values(
        Formula{"ar",
                "front.session",
                "الدورة الرابعة والأربعون",
                {{"ordinal", 44}}},
        Formula{"ar",
                "front.special_session",
                "الدورة الاستثنائية الحادية والثلاثون",
                {{"ordinal", 31}}},
        Formula{"ar",
                "front.agenda_item",
                "البند ٣ من جدول الأعمال",
                {{"number", 3}}},
        Formula{"ar",
                "dates.span",
                "30 حزيران/يونيه - 17 تموز/يوليه 2020",
                {{"day1", 30},
                 {"month1", 6},
                 {"day2", 17},
                 {"month2", 7},
                 {"year2", 2020}}},
        Formula{"ar",
                "dates.span",
                "24 شباط/فبراير - 13 آذار/مارس و15-23 حزيران/يونيه 2020",
                {{"day1", 24},
                 {"month2", 3},
                 {"day3", 15},
                 {"day4", 23},
                 {"month4", 6},
                 {"year2", 2020}}},
        Formula{"ar", "back.meeting", "الجلسة ٢٧", {{"ordinal", 27}}},
        Formula{"ar",
                "back.recorded_vote",
                "بأغلبية 31 صوتاً مقابل 15 صوتاً وامتناع عضو واحد عن التصويت",
                {{"in_favour", 31}, {"against", 15}, {"abstaining", 1}}},
        Formula{"ar",
                "back.recorded_vote",
                "بأغلبية 24 صوتاً مقابل صوتين وامتناع عضوين عن التصويت",
                {{"in_favour", 24}, {"against", 2}, {"abstaining", 2}}},
        Formula{"ar",
                "back.recorded_vote",
                "بأغلبية 32 صوتاً مقابل صوت واحد ودون امتناع أي عضو",
                {{"in_favour", 32}, {"against", 1}}},
        Formula{"ar",
                "terms.years",
                "لفترة أخرى مدتها ثلاث سنوات",
                {{"number", 3}}},
        Formula{"ar", "terms.years", "لثلاث سنوات أخرى", {{"number", 3}}},
        Formula{"ar", "terms.one_year", "لمدة سنة واحدة", {}},
        Formula{"ar", "terms.two_years", "لفترة سنتين", {}},
        Formula{"ar", "terms.months", "لمدة ستة أشهر", {{"number", 6}}},
        Formula{"ar",
                "terms.until_session",
                "حتى نهاية الدورة الخامسة عشرة للمجلس",
                {{"session", 15}}}));

TEST(LanguageTest, TitleThatEndsAPatternRunsOn) {
  const std::string text = NormalText::Of(
      "постановляет продлить мандат Специального докладчика на три года");
  const Language& russian = In("ru");
  for (const Language::Act& act : russian.acts()) {
    const auto match = russian.Find(act.key, text);
    if (!match) continue;
    EXPECT_EQ(act.act, mandates::v1::ACT_EXTEND);
    EXPECT_EQ(match->span, (Span{0, text.size()}));
    return;
  }
  FAIL() << "no act found";
}

INSTANTIATE_TEST_SUITE_P(
    French, FormulaTest,
    testing::Values(
        Formula{"fr",
                "front.session",
                "Quarante et unième session",
                {{"ordinal", 41}}},
        Formula{"fr", "front.session", "44e session", {{"ordinal", 44}}},
        Formula{"fr",
                "front.special_session",
                "Trente et unième session extraordinaire",
                {{"ordinal", 31}}},
        Formula{"fr",
                "front.agenda_item",
                "Point 10 de l’ordre du jour",
                {{"number", 10}}},
        Formula{"fr",
                "dates.span",
                "28 février–1er avril 2022",
                {{"day1", 28},
                 {"month1", 2},
                 {"day2", 1},
                 {"month2", 4},
                 {"year2", 2022}}},
        Formula{"fr",
                "dates.span",
                "9-27 septembre 2019",
                {{"day1", 9}, {"day2", 27}, {"month2", 9}, {"year2", 2019}}},
        Formula{"fr",
                "dates.span",
                "24 février-13 mars et 15-23 juin 2020",
                {{"day1", 24},
                 {"month1", 2},
                 {"day2", 13},
                 {"month2", 3},
                 {"day4", 23},
                 {"month4", 6},
                 {"year2", 2020}}},
        Formula{"fr", "back.meeting", "58 e séance", {{"ordinal", 58}}},
        Formula{"fr", "back.without_a_vote", "[Adoptée sans vote.]", {}},
        Formula{"fr",
                "back.recorded_vote",
                "Adoptée par 31 voix contre 15, avec 1 abstention, à l’issue "
                "d’un vote enregistré",
                {{"in_favour", 31}, {"against", 15}, {"abstaining", 1}}},
        Formula{"fr",
                "back.recorded_vote",
                "Adoptée à l’issue d’un vote enregistré par 46 voix contre "
                "zéro, avec 1 abstention",
                {{"in_favour", 46}, {"against", 0}, {"abstaining", 1}}},
        Formula{"fr",
                "back.recorded_vote",
                "par 32 voix contre 14, sans abstention",
                {{"in_favour", 32}, {"against", 14}}},
        Formula{"fr",
                "back.recorded_vote",
                "par 25 voix pour, 7 contre et 14 abstentions",
                {{"in_favour", 25}, {"against", 7}, {"abstaining", 14}}},
        Formula{"fr",
                "terms.until_session",
                "jusqu’à la fin de sa quarante-sixième session",
                {{"session", 46}}},
        Formula{"fr",
                "terms.from_end_of_session",
                "à compter de la fin de sa cinquante-troisième session",
                {{"session", 53}}},
        Formula{"fr",
                "terms.until_date",
                "jusqu’en juin 2011",
                {{"month", 6}, {"year", 2011}}}));

INSTANTIATE_TEST_SUITE_P(
    Spanish, FormulaTest,
    testing::Values(
        Formula{"es",
                "front.session",
                "44º período de sesiones",
                {{"ordinal", 44}}},
        Formula{"es",
                "front.session",
                "53 er período de sesiones",
                {{"ordinal", 53}}},
        Formula{"es",
                "front.session",
                "Cuadragésimo cuarto período de sesiones",
                {{"ordinal", 44}}},
        Formula{"es",
                "front.special_session",
                "31er período extraordinario de sesiones",
                {{"ordinal", 31}}},
        Formula{
            "es", "front.agenda_item", "Tema 3 de la agenda", {{"number", 3}}},
        Formula{"es",
                "dates.span",
                "24 de junio a 12 de julio de 2019",
                {{"day1", 24},
                 {"month1", 6},
                 {"day2", 12},
                 {"month2", 7},
                 {"year2", 2019}}},
        Formula{"es",
                "dates.span",
                "9 a 27 de septiembre de 2019",
                {{"day1", 9}, {"day2", 27}, {"month2", 9}, {"year2", 2019}}},
        Formula{"es",
                "dates.span",
                "12 a 30 de septiembre y 21 de octubre de 2011",
                {{"day1", 12},
                 {"day2", 30},
                 {"month2", 9},
                 {"day4", 21},
                 {"month4", 10},
                 {"year2", 2011}}},
        Formula{"es", "back.meeting", "27ª sesión", {{"ordinal", 27}}},
        Formula{"es",
                "back.without_a_vote",
                "[Resolución aprobada sin votación.]",
                {}},
        Formula{"es",
                "back.recorded_vote",
                "Aprobada en votación registrada por 31 votos contra 15 y 1 "
                "abstención",
                {{"in_favour", 31}, {"against", 15}, {"abstaining", 1}}},
        Formula{"es",
                "back.recorded_vote",
                "por 32 votos contra 14 y ninguna abstención",
                {{"in_favour", 32}, {"against", 14}, {"abstaining", 0}}},
        Formula{"es",
                "back.recorded_vote",
                "por 25 votos a favor, 7 en contra y 14 abstenciones",
                {{"in_favour", 25}, {"against", 7}, {"abstaining", 14}}},
        Formula{"es",
                "terms.until_session",
                "hasta el final de su 46º período de sesiones",
                {{"session", 46}}},
        Formula{"es",
                "terms.from_end_of_session",
                "a partir del final de su 53er período de sesiones",
                {{"session", 53}}},
        Formula{"es",
                "terms.until_date",
                "hasta junio de 2011",
                {{"month", 6}, {"year", 2011}}}));

TEST(LanguageTest, ArabicConjunctionIsJoinedToTheNumberBehindIt) {
  const std::string text = NormalText::Of(" و5/2");
  const auto match = In("ar").Find("references.more", text);
  ASSERT_TRUE(match.has_value());
  EXPECT_EQ(text.substr(match->span.end), "5/2");
}

TEST(LanguageTest, HolderIsKnownInItsCasesAndGenders) {
  for (const auto& [code, words] : std::map<std::string, std::string>{
           {"ru", "Специального докладчика по вопросу о праве на питание"},
           {"ar", "المقررة الخاصة المعنية بالحق في الغذاء"},
           {"es", "Relatora Especial sobre el derecho a la alimentación"},
           {"fr", "Rapporteuse spéciale sur le droit à l’alimentation"}}) {
    const auto holder = In(code).FindHolder(NormalText::Of(words));
    ASSERT_TRUE(holder.has_value()) << code;
    EXPECT_EQ(holder->type, mandates::v1::HOLDER_TYPE_SPECIAL_RAPPORTEUR);
  }
}

TEST(LanguageTest, BodiesThatAreNoSpecialProcedureHoldNoMandate) {
  for (const auto& [code, words] : std::multimap<std::string, std::string>{
           {"ru", "Межправительственной рабочей группы открытого состава"},
           {"ru", "Рабочей группы по праву на развитие"},
           {"ar", "الفريق العامل الحكومي الدولي المفتوح باب العضوية"},
           {"ar", "الفريق العامل المعني بالحق في التنمية"},
           {"es", "Grupo de Trabajo sobre el Derecho al Desarrollo"},
           {"es", "Comisión Internacional Independiente de Investigación"},
           {"fr", "groupe de travail à composition non limitée"},
           {"fr", "mission internationale d’établissement des faits"}}) {
    EXPECT_FALSE(In(code).FindHolder(NormalText::Of(words))) << words;
  }
}

}  // namespace
}  // namespace mandated::domain

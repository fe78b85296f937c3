#include "clients/mandatectl/table.h"

#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl {
namespace {

Table TableOfTwo() {
  Table table({{"NAME"}, {"DAYS", Align::kRight}, {"TITLE"}});
  table.AddRow({{"ñu"}, {"5", Color::kRed}, {"People’s rights"}});
  table.AddRow({{"sr-food"}, {"120"}, {"The right to food"}});
  return table;
}

TEST(TableTest, ColumnsAlignByWhatIsSeen) {
  EXPECT_EQ(TableOfTwo().Render({}),
            "NAME     DAYS  TITLE\n"
            "ñu          5  People’s rights\n"
            "sr-food   120  The right to food\n");
}

TEST(TableTest, LastColumnIsCutToTheTerminal) {
  EXPECT_EQ(TableOfTwo().Render({.width = 31}),
            "NAME     DAYS  TITLE\n"
            "ñu          5  People’s rights\n"
            "sr-food   120  The right to fo…\n");
}

TEST(TableTest, LastColumnKeepsAReadableWidthOnANarrowTerminal) {
  EXPECT_EQ(TableOfTwo().Render({.width = 5}),
            "NAME     DAYS  TITLE\n"
            "ñu          5  People’s…\n"
            "sr-food   120  The right…\n");
}

TEST(TableTest, ColumnsAreDroppedInTheirOrderUntilARowFits) {
  Table table({{"A", Align::kLeft, 2}, {"B"}, {"C", Align::kLeft, 1}, {"D"}});
  table.AddRow({{"aaaa"}, {"bbbb"}, {"cccc"}, {"dddd"}});
  EXPECT_EQ(table.Render({.width = 22}),
            "A     B     C     D\naaaa  bbbb  cccc  dddd\n");
  EXPECT_EQ(table.Render({.width = 21}), "A     B     D\naaaa  bbbb  dddd\n");
  EXPECT_EQ(table.Render({.width = 15}), "B     D\nbbbb  dddd\n");
}

TEST(TableTest, LegendStandsBelowTheRows) {
  Table table({{"DAY"}});
  table.AddRow({{"~1"}});
  table.SetLegend("~ projected");
  EXPECT_EQ(table.Render({}), "DAY\n~1\n~ projected\n");
}

TEST(TableTest, ColorDoesNotMoveColumns) {
  EXPECT_EQ(TableOfTwo().Render({.color = true}),
            "\033[1mNAME\033[0m     \033[1mDAYS\033[0m  \033[1mTITLE\033[0m\n"
            "ñu          \033[31m5\033[0m  People’s rights\n"
            "sr-food   120  The right to food\n");
}

TEST(TableTest, ColumnWithoutAnyTextIsLeftOut) {
  Table table({{"NAME"}, {"STATE"}, {"TITLE"}});
  table.AddRow({{"a"}, {""}, {"b"}});
  EXPECT_EQ(table.Render({}), "NAME  TITLE\na     b\n");
}

TEST(TableTest, CellsStayOnOneLine) {
  Table table({{"NAME"}});
  table.AddRow({{"a\nb"}});
  EXPECT_EQ(table.Render({}), "NAME\na b\n");
}

}  // namespace
}  // namespace mandated::mandatectl

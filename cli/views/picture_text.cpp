// SPDX-License-Identifier: Apache-2.0
#include "cli/views/picture_text.hpp"

#include <chafa.h>
#include <memory>
#include <string_view>

namespace fivestar::cli {
namespace {

template <auto release>
struct Release {
    template <class T>
    void operator()(T* object) const {
        release(object);
    }
};
using TermInfo = std::unique_ptr<ChafaTermInfo, Release<chafa_term_info_unref>>;
using SymbolMap = std::unique_ptr<ChafaSymbolMap, Release<chafa_symbol_map_unref>>;
using CanvasConfig = std::unique_ptr<ChafaCanvasConfig, Release<chafa_canvas_config_unref>>;
using Canvas = std::unique_ptr<ChafaCanvas, Release<chafa_canvas_unref>>;

/// A sixel is six pixels high. libchafa divides by zero for a canvas without room for one.
constexpr std::size_t sixel_height = 6;

ChafaPixelMode pixel_mode_of(const ChafaTermInfo* terminal, std::size_t height) {
    if (chafa_term_info_have_seq(terminal, CHAFA_TERM_SEQ_BEGIN_KITTY_IMMEDIATE_IMAGE_V1) != 0)
        return CHAFA_PIXEL_MODE_KITTY;
    if (height >= sixel_height && chafa_term_info_have_seq(terminal, CHAFA_TERM_SEQ_BEGIN_SIXELS) != 0)
        return CHAFA_PIXEL_MODE_SIXELS;
    return CHAFA_PIXEL_MODE_SYMBOLS;
}

ChafaCanvasMode colours_of(const ChafaTermInfo* terminal, ChafaPixelMode mode) {
    if (mode != CHAFA_PIXEL_MODE_SYMBOLS ||
        chafa_term_info_have_seq(terminal, CHAFA_TERM_SEQ_SET_COLOR_FGBG_DIRECT) != 0) {
        return CHAFA_CANVAS_MODE_TRUECOLOR;
    }
    if (chafa_term_info_have_seq(terminal, CHAFA_TERM_SEQ_SET_COLOR_FGBG_256) != 0)
        return CHAFA_CANVAS_MODE_INDEXED_240;
    return CHAFA_CANVAS_MODE_INDEXED_16;
}

}  // namespace

PersonalText picture_text(const Picture& picture, const PictureRoom& room, char** environment) {
    const auto number = [](std::size_t value) { return static_cast<gint>(value); };
    const TermInfo terminal{chafa_term_db_detect(chafa_term_db_get_default(), environment)};
    gint columns = number(room.columns);
    gint rows = number(room.rows);
    chafa_calc_canvas_geometry(number(picture.width), number(picture.height), &columns, &rows,
                               static_cast<gfloat>(room.cell_width) / static_cast<gfloat>(room.cell_height), TRUE,
                               FALSE);
    const ChafaPixelMode mode = pixel_mode_of(terminal.get(), static_cast<std::size_t>(rows) * room.cell_height);
    const SymbolMap symbols{chafa_symbol_map_new()};
    chafa_symbol_map_add_by_tags(symbols.get(), CHAFA_SYMBOL_TAG_VHALF);
    const CanvasConfig config{chafa_canvas_config_new()};
    chafa_canvas_config_set_geometry(config.get(), columns, rows);
    chafa_canvas_config_set_cell_geometry(config.get(), number(room.cell_width), number(room.cell_height));
    chafa_canvas_config_set_pixel_mode(config.get(), mode);
    chafa_canvas_config_set_canvas_mode(config.get(), colours_of(terminal.get(), mode));
    chafa_canvas_config_set_symbol_map(config.get(), symbols.get());
    chafa_canvas_config_set_preprocessing_enabled(config.get(), FALSE);  // a face keeps its colours
    const Canvas canvas{chafa_canvas_new(config.get())};
    chafa_canvas_draw_all_pixels(canvas.get(), CHAFA_PIXEL_RGB8, picture.pixels.data(), number(picture.width),
                                 number(picture.height), number(picture.width * Picture::octets_per_pixel));
    GString* const printed = chafa_canvas_print(canvas.get(), terminal.get());
    PersonalText text{std::string_view{printed->str, printed->len}};
    text.push_back('\n');
    zeroize(printed->str, printed->len);
    g_string_free(printed, TRUE);
    return text;
}

}  // namespace fivestar::cli

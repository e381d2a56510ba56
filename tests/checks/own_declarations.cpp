// SPDX-License-Identifier: Apache-2.0
// A plug-in of clang-tidy that limits the checks to this project's declarations. Without it every check is also matched
// against the standard library, Boost and GoogleTest in each source, which takes most of the time for findings that are
// never shown.
#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Frontend/FrontendPluginRegistry.h>
#include <memory>
#include <string>
#include <vector>

namespace {

class OwnDeclarations final : public clang::ASTConsumer {
  public:
    void HandleTranslationUnit(clang::ASTContext& context) override {
        const clang::SourceManager& sources = context.getSourceManager();
        std::vector<clang::Decl*> own;
        const auto all = context.getTranslationUnitDecl()->decls();
        for (clang::Decl* declaration : all) {
            const clang::SourceLocation place = declaration->getLocation();
            if (place.isValid() && !sources.isInSystemHeader(sources.getExpansionLoc(place)))
                own.push_back(declaration);
        }
        context.setTraversalScope(own);
    }
};

class BeforeTheChecks final : public clang::PluginASTAction {
  protected:
    std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& /*compiler*/,
                                                          llvm::StringRef /*file*/) override {
        return std::make_unique<OwnDeclarations>();
    }
    bool ParseArgs(const clang::CompilerInstance& /*compiler*/, const std::vector<std::string>& /*words*/) override {
        return true;
    }
    ActionType getActionType() override { return AddBeforeMainAction; }
};

const clang::FrontendPluginRegistry::Add<BeforeTheChecks> registration("own-declarations",
                                                                       "only this project's declarations");

}  // namespace

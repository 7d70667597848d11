project_id     = "belfry-example"
project_number = "123456789012"
